import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** How often each file was evaluated, and the files of CommonJS that it brought along. */
const evaluations = new Map<string, { turns: number; readonly brought: Set<string> }>();

/**
 * Evaluates a package or a file anew and answers what it exports (`module.exports` of CommonJS); for
 * glue that makes one instance when it is loaded, or keeps the first that it made.
 *
 * `from` is the `import.meta.url` of who calls. Of CommonJS everything that was required meanwhile is
 * evaluated anew, of an ES module only the file itself, which V8 never lets go of. A package for
 * `import` alone is named by `import.meta.resolve('it')`.
 *
 * @throws what the evaluation throws, or that nothing is found
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whose package it is, knows its type
export async function anew(specifier: string, from: string): Promise<any> {
  const require = createRequire(from);
  const path = specifier.startsWith('file:')
    ? fileURLToPath(specifier)
    : require.resolve(specifier);
  const known = evaluations.get(path) ?? { turns: 0, brought: new Set<string>() };
  evaluations.set(path, known);
  const { cache } = require;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the documented way to evaluate a module again
  for (const file of known.brought) delete cache[file];
  const before = new Set(Object.keys(cache));
  const mark = known.turns++ === 0 ? '' : `?fresh=${known.turns}`;
  const names = (await import(pathToFileURL(path).href + mark)) as Record<string, unknown>;
  for (const file of Object.keys(cache)) if (!before.has(file)) known.brought.add(file);
  return (cache[path]?.exports as unknown) ?? names;
}
