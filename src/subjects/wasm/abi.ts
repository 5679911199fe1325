import { SubjectError } from '../../core/errors.js';
import { abiRecipes, minifiedBindgen, type AbiRecipe, type Operation } from './abi-recipes.js';
import type { WasmBinary } from './binary.js';
import { notExported, resolveNamedFunctions, type NamedExport } from './named-functions.js';
import type { FunctionType } from './wasm-types.js';

/** One exported function and what is passed to it, in order: words of the harness, or constants. */
export interface AbiCall {
  readonly exportName: string;
  readonly args: readonly (ArgumentWord | number)[];
  /** Whether it answers a number. */
  readonly answers: boolean;
}

export type ArgumentWord =
  'size' | 'align' | 'address' | 'oldSize' | 'newSize' | 'count' | 'gap' | 'out';

/** A calling convention found in a module. */
export interface Abi {
  readonly name: string;
  readonly calls: Readonly<Partial<Record<Operation, AbiCall>>>;
  /** Contract that fits, and why (S17); undefined where the exports say nothing of promises. */
  readonly suggestedContract: { readonly preset: string; readonly because: string } | undefined;
}

/**
 * The ABI that a module's exports show, or the one made of the functions that the user named.
 *
 * `functions` maps names of the recipes (`malloc`, `free`, `alloc`, `dealloc`, ...) to exports; an
 * export may carry its argument order, as in `my_alloc(align, size)`. Where it is given nothing else
 * is used: `sqlite3_malloc` beside the C library's `realloc` would mix two allocators. `initialize`
 * is no function of an allocator: it names what is called once before the first request, where that
 * has a name of its own.
 *
 * @throws SubjectError listing what was looked for and what is there.
 * @throws UsageError where `functions` names what no recipe has.
 */
export function recogniseAbi(
  binary: WasmBinary,
  name: string,
  functions?: Readonly<Record<string, string>>,
): Abi {
  const available = exportedFunctions(binary);
  const { initialize, ...named } = functions ?? {};
  const abi =
    Object.keys(named).length > 0
      ? namedAbi(named, available, name)
      : (firstFitting(available) ??
        withPrefix(available) ??
        fromRecipe(minifiedBindgen(available), available));
  if (abi === undefined) throw new SubjectError(nothingFound(name, available));
  if (initialize === undefined) return abi;
  return { ...abi, calls: { ...abi.calls, initialize: initialiser(initialize, available, name) } };
}

function namedAbi(
  functions: Readonly<Record<string, string>>,
  available: ReadonlyMap<string, NamedExport>,
  name: string,
): Abi {
  const named = resolveNamedFunctions(functions, available, name);
  const abi = firstFitting(named);
  if (abi === undefined) {
    throw new SubjectError(
      `The functions named for ${name} make no allocator: ${describeNamed(named)}. ` +
        'An allocating function must take and answer 32-bit integers; write its argument order ' +
        'behind the name where it is unusual, as in "my_alloc(align, size)".',
    );
  }
  const says = [...named].map(([word, { exportName }]) => `${exportName} is ${word}`);
  const because = `--export says that ${says.join(', ')}`;
  const { suggestedContract } = abi;
  return suggestedContract === undefined
    ? abi
    : { ...abi, suggestedContract: { ...suggestedContract, because } };
}

function initialiser(
  exportName: string,
  available: ReadonlyMap<string, NamedExport>,
  name: string,
): AbiCall {
  const found = available.get(exportName);
  if (found === undefined) throw notExported('initialize', exportName, available, name);
  const { params, results } = found.type;
  if (params.length > 0) {
    throw new SubjectError(
      `--export initialize names ${exportName}, which takes ${params.join(', ')}; what is called ` +
        `before the first request takes nothing.`,
    );
  }
  return { exportName, args: [], answers: results.length > 0 };
}

function exportedFunctions(binary: WasmBinary): Map<string, NamedExport> {
  return new Map(
    binary.exports
      .filter((entry) => entry.kind === 'function')
      .map(({ name, index }) => [
        name,
        { exportName: name, type: binary.functions[index], args: undefined },
      ]),
  );
}

function firstFitting(available: ReadonlyMap<string, NamedExport>): Abi | undefined {
  for (const recipe of abiRecipes) {
    const abi = fromRecipe(recipe, available);
    if (abi !== undefined) return abi;
  }
  return undefined;
}

/** The ABI if every operation that the recipe needs is there, with an arity that it knows. */
function fromRecipe(
  recipe: AbiRecipe | undefined,
  available: ReadonlyMap<string, NamedExport>,
): Abi | undefined {
  if (recipe === undefined) return undefined;
  const calls: Partial<Record<Operation, AbiCall>> = {};
  for (const { operation, names, shapes } of recipe.functions) {
    const call = names
      .map((name) => available.get(name))
      .map((found) => found && callOf(found, shapes, operation))
      .find((found) => found !== undefined);
    if (call !== undefined) calls[operation] = call;
  }
  if (recipe.needs.some((operation) => calls[operation] === undefined)) return undefined;
  return { name: recipe.name, calls, suggestedContract: recipe.suggest(calls) };
}

/** Operations that must answer a number. */
const answering = new Set<Operation>([
  ...(['alloc', 'allocZeroed', 'allocArray', 'realloc', 'reallocArray', 'alignedAlloc'] as const),
  ...(['memalign', 'posixMemalign', 'usable', 'newObject', 'pin', 'resizeInPlace'] as const),
]);

function callOf(
  found: NamedExport,
  shapes: readonly (readonly (ArgumentWord | number)[])[],
  operation: Operation,
): AbiCall | undefined {
  const { params, results } = found.type;
  if (!isPlain(found.type)) return undefined;
  const args = found.args ?? shapes.find((shape) => shape.length === params.length);
  if (args?.length !== params.length) return undefined;
  if (answering.has(operation) && results.length === 0) return undefined;
  return { exportName: found.exportName, args, answers: results.length > 0 };
}

/** Only 32-bit integers in, at most one out: what `sqlite3_malloc64` takes is no wasm32 size. */
const isPlain = ({ params, results }: FunctionType): boolean =>
  results.length <= 1 && [...params, ...results].every((type) => type === 'i32');

/** `x_malloc` with `x_free`, where exactly one such pair exists and no plain name does. */
function withPrefix(available: ReadonlyMap<string, NamedExport>): Abi | undefined {
  const prefixes = [...available.keys()]
    .filter((name) => /.malloc$/.test(name))
    .map((name) => name.slice(0, -'malloc'.length))
    .filter((prefix) => available.has(`${prefix}free`));
  if (prefixes.length !== 1) return undefined;
  const [prefix] = prefixes;
  const stripped = new Map(
    [...available]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, found]) => [name.slice(prefix.length), found]),
  );
  return firstFitting(stripped);
}

/** Exports that have a name that was looked for, and take or answer what no wasm32 allocator does. */
function notPlain(available: ReadonlyMap<string, NamedExport>): string {
  const known = new Set(abiRecipes.flatMap(({ functions }) => functions.flatMap((f) => f.names)));
  const strange = [...available.values()].filter(
    ({ exportName, type }) => known.has(exportName) && !isPlain(type),
  );
  return strange
    .map(({ exportName, type: { params, results } }) => {
      const answers = results.length === 0 ? 'nothing' : results.join(', ');
      return (
        `${exportName} takes ${params.join(', ') || 'nothing'} and answers ${answers}, where sizes ` +
        'and addresses are i32. '
      );
    })
    .join('');
}

const SHOWN_EXPORTS = 40;

function nothingFound(name: string, available: ReadonlyMap<string, NamedExport>): string {
  const looked = abiRecipes.map((recipe) =>
    recipe.functions
      .filter(({ operation }) => recipe.needs.includes(operation))
      .map(({ names }) => names[0])
      .join(' and '),
  );
  const names = [...available.keys()];
  const shown = names.slice(0, SHOWN_EXPORTS).join(', ');
  const more = names.length > SHOWN_EXPORTS ? `, and ${names.length - SHOWN_EXPORTS} more` : '';
  return (
    `${name} exports no allocator that is known. Looked for: ${[...new Set(looked)].join('; ')}. ` +
    (names.length === 0 ? 'It exports no function at all. ' : `It exports: ${shown}${more}. `) +
    notPlain(available) +
    'Export the allocating functions, or name them: --export malloc=my_alloc --export free=my_free, ' +
    'in the configuration exports: { "malloc": "my_alloc", "free": "my_free" }.'
  );
}

function describeNamed(named: ReadonlyMap<string, NamedExport>): string {
  return [...named]
    .map(([word, { exportName, type }]) => {
      const results = type.results.length === 0 ? 'nothing' : type.results.join(', ');
      return `${word} is ${exportName}(${type.params.join(', ')}) and answers ${results}`;
    })
    .join('; ');
}
