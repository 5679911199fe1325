import { createRequire } from 'node:module';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SubjectError } from '../../core/errors.js';
import { thrownText } from '../thrown-text.js';

/** What a module exports, CommonJS and ES modules alike. */
export interface ImportedModule {
  readonly default: unknown;
  readonly contract: unknown;
  /** In the order of the module; without `default`. */
  readonly names: readonly string[];
}

/**
 * Evaluates the module at `path` and gives its exports; every call evaluates the file anew.
 *
 * `turn` counts the evaluations of this thread from 0. Only the file itself is evaluated again: what
 * it imports keeps its state. V8 never lets go of a module, so that a thread grows with each turn.
 * TypeScript goes through jiti, because Node 20 runs none.
 */
export async function importModule(path: string, turn: number): Promise<ImportedModule> {
  const names = typescript.has(extname(path))
    ? await importTypescript(path)
    : await importNatively(path, turn);
  return unwrap(names);
}

/**
 * The error of a module that threw while it was evaluated: what it said and, where the stack tells,
 * at which line of its own.
 */
export function importError(path: string, locator: string, thrown: unknown): SubjectError {
  const at = ownLine(path, thrown);
  const text = thrownText(thrown);
  const where = at === undefined ? '' : ` (${at})`;
  return new SubjectError(
    `${locator}: throws when it is imported: ${text}${where}${readAsCommonJs(path, text)}`,
  );
}

/** What to do about an ES module that Node reads as CommonJS, because of the nearest package.json. */
function readAsCommonJs(path: string, text: string): string {
  const isModuleSyntax =
    /SyntaxError: (?:Cannot use import statement|Unexpected token 'export')/.test(text);
  return extname(path) === '.js' && isModuleSyntax
    ? '. Node.js takes it for CommonJS: name it .mjs, or say "type": "module" in the package.json above it'
    : '';
}

const typescript: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts']);

async function importNatively(path: string, turn: number): Promise<Record<string, unknown>> {
  // CommonJS has a cache of its own, by path alone.
  const { cache } = createRequire(path);
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the documented way to evaluate a module again
  delete cache[path];
  const mark = turn === 0 ? '' : `?fresh=${turn}`;
  return (await import(pathToFileURL(path).href + mark)) as Record<string, unknown>;
}

async function importTypescript(path: string): Promise<Record<string, unknown>> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, { moduleCache: false, fsCache: false });
  return await jiti.import<Record<string, unknown>>(path);
}

/**
 * Node gives `module.exports` as the default export. Where that is what a compiler made of an ES
 * module, the default export lies one deeper.
 */
function unwrap(names: Record<string, unknown>): ImportedModule {
  const outer = names['default'];
  const compiled =
    typeof outer === 'object' && outer !== null && '__esModule' in outer && 'default' in outer;
  const inner = compiled ? (outer as Record<string, unknown>) : names;
  return {
    default: inner['default'],
    contract: inner['contract'] ?? contractOf(outer),
    names: Object.keys(inner).filter((name) => name !== 'default' && name !== '__esModule'),
  };
}

/** `module.exports = { alloc, dealloc, contract }`: Node's lexer need not see the name. */
function contractOf(value: unknown): unknown {
  const holder = typeof value === 'object' || typeof value === 'function' ? value : undefined;
  return (holder as { readonly contract?: unknown } | null | undefined)?.contract;
}

function ownLine(path: string, thrown: unknown): string | undefined {
  const stack: unknown = thrown instanceof Error ? thrown.stack : undefined;
  if (typeof stack !== 'string') return undefined;
  const name = basename(path);
  const line = stack
    .split('\n')
    .find((text) => text.includes(`${name}:`) || text.includes(`${name}?`));
  const position = line === undefined ? undefined : /:(\d+)(?::\d+)?\)?$/.exec(line)?.[1];
  return position === undefined ? undefined : `${name} line ${position}`;
}
