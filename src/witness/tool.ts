import { createRequire } from 'node:module';

interface PackageManifest {
  readonly name: string;
  readonly version: string;
}

const manifest = createRequire(import.meta.url)('../../../package.json') as PackageManifest;

/**
 * Name and version that stand in every file written by the tool.
 *
 * Read from the package itself, so that a release cannot forget to change a second place.
 */
export const tool: PackageManifest = { name: manifest.name, version: manifest.version };
