import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text file of the project. `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const folders = [
  '.ci',
  '.github',
  'src',
  'models',
  'properties',
  'tests',
  'bench',
  'examples',
  'docs',
  'scripts',
];
const generated = new Set(['node_modules', 'dist', 'coverage', 'target', 'build', '__snapshots__']);
const notWritten = new Set(['package-lock.json', 'CHANGELOG.md', 'LICENSE']);
const text = /(?:^|\/)[^/.]+$|\.(?:ts|js|mjs|json|md|c|h|sh|rs|toml|zig|wat|yml|yaml|html|css)$/;

/** Every text file that people write: the root's own and those of the known folders, by path. */
export function projectFiles(root: string): readonly SourceFile[] {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  return [...top, ...folders.flatMap((folder) => filesBelow(root, folder))]
    .filter((path) => text.test(path) && !notWritten.has(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** A folder that is not there yet has no files. */
function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}
