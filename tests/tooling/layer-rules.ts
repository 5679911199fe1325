import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-file.js';
import type { Rule } from './text-rules.js';

interface Layer {
  /** The layers that this one may import, besides itself. */
  readonly layers: readonly string[];
  /** The packages and Node modules that it may import; `any` still leaves out owned ones. */
  readonly packages: 'any' | readonly string[];
}

const judged = ['core', 'contract', 'models', 'properties', 'judge'];
const driven = [...judged, 'subjects', 'generate', 'shrink', 'witness'];

/** The direction of the arrows, as in docs/ARCHITECTURE.md. */
const layers: Readonly<Record<string, Layer>> = {
  core: { layers: [], packages: [] },
  contract: { layers: ['core'], packages: 'any' },
  models: { layers: ['core', 'contract'], packages: [] },
  properties: { layers: ['core', 'contract', 'models'], packages: [] },
  judge: { layers: ['core', 'contract', 'models', 'properties'], packages: [] },
  allocators: { layers: ['core', 'contract'], packages: [] },
  subjects: { layers: ['core', 'contract', 'allocators'], packages: 'any' },
  glue: { layers: ['subjects'], packages: [] },
  generate: { layers: ['core', 'contract', 'shrink'], packages: ['fast-check'] },
  shrink: { layers: ['core', 'contract'], packages: [] },
  witness: { layers: ['core', 'contract'], packages: 'any' },
  traces: { layers: ['core'], packages: [] },
  reproduce: {
    layers: [...judged, 'witness', 'report'],
    packages: ['node:fs', 'node:url', 'node:vm'],
  },
  engine: { layers: driven, packages: 'any' },
  report: { layers: [...judged, 'witness', 'engine'], packages: 'any' },
  cli: {
    layers: [...driven, 'traces', 'reproduce', 'allocators', 'engine', 'report'],
    packages: 'any',
  },
  index: { layers: [...driven, 'allocators', 'engine', 'report'], packages: 'any' },
};

/** Packages that one layer alone may import, so that the rest does not depend on them. */
const owners: Readonly<Record<string, string>> = { 'fast-check': 'generate', commander: 'cli' };

/** Whether code of one layer may import code of the other. */
export const mayImport = (layer: string, other: string): boolean =>
  Object.hasOwn(layers, layer) && layers[layer].layers.includes(other);

/** Product code imports only what lies beneath its layer. */
export const layerDirection: Rule = (file) => {
  const name = layerOf(file.path);
  if (name === undefined || !isScript(file.path)) return [];
  const layer = layers[name];
  if (layer === undefined) return [`is in "${name}", a layer that the table does not know`];
  return importsOf(file).flatMap((specifier) => {
    if (!specifier.startsWith('.')) {
      const found = packageName(specifier);
      const owner = owners[found];
      const allowed = layer.packages === 'any' || layer.packages.includes(found);
      if (owner !== undefined && owner !== name) {
        return [`imports ${found}, which only ${owner} may`];
      }
      return allowed ? [] : [`imports ${found}, but ${name} imports no such package`];
    }
    const target = posix.join(posix.dirname(file.path), specifier);
    const other = layerOf(target);
    if (other === undefined) return [`imports ${target}, which is no product code`];
    return other === name || layer.layers.includes(other)
      ? []
      : [`imports ${target}, but ${name} must not depend on ${other}`];
  });
};

/**
 * Tests import what is compiled, or coverage would not see it. What is itself compiled into dist
 * (the zoo, the benchmarks) imports the sources, whose compiled forms lie beside it there.
 */
export const productFromDist: Rule = (file) => {
  const compiled = isCompiledTest(file.path);
  if (!compiled && !/^tests\/.*\.[jt]s$/.test(file.path)) return [];
  if (file.path.startsWith('tests/tooling/coverage-fixture/')) return [];
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file.path), specifier))
    .filter((target) =>
      compiled
        ? target.startsWith('dist/')
        : layerOf(target) !== undefined || isCompiledTest(target),
    )
    .map(
      (target) => `imports ${target}, but should import the ${compiled ? 'source' : 'dist'} one`,
    );
};

function isCompiledTest(path: string): boolean {
  return /^(?:tests\/zoo|bench)\//.test(path) && !/\.test\.[jt]s$/.test(path);
}

/** The layer of a path: a folder of src, `models`, `properties`, or `index`; none elsewhere. */
function layerOf(path: string): string | undefined {
  const [top, folder, inside] = path.split('/');
  if (top === 'models' || top === 'properties') return top;
  if (top !== 'src' || folder === undefined) return undefined;
  return inside === undefined ? folder.replace(/\.[jt]s$/, '') : folder;
}

/** Static, dynamic and type imports, re-exports, and scripts named by `new URL`. */
function importsOf({ path, text }: SourceFile): string[] {
  if (!isScript(path)) return [];
  const imported = ts.preProcessFile(text, true, true).importedFiles.map((found) => found.fileName);
  const byUrl = text.matchAll(/new URL\(\s*['"`]([^'"`]+\.[jt]s)['"`],\s*import\.meta\.url/g);
  return [...imported, ...[...byUrl].map((found) => found[1] ?? '')];
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function isScript(path: string): boolean {
  return /\.(?:ts|js|mjs)$/.test(path);
}
