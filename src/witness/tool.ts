import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('../../../package.json') as {
  readonly name: string;
  readonly version: string;
};

/**
 * Name and version that stand in every file written by the tool.
 *
 * Read from the package's manifest, so that a release cannot forget to change a second place.
 */
export const tool = { name: manifest.name, version: manifest.version };
