import { SubjectError, UsageError } from '../../core/errors.js';
import { nearestWord } from '../../core/nearest-word.js';
import type { ArgumentWord } from './abi.js';
import { abiRecipes } from './abi-recipes.js';
import type { FunctionType } from './wasm-types.js';

/** An exported function under the name by which recipes know it. */
export interface NamedExport {
  readonly exportName: string;
  readonly type: FunctionType;
  /** The argument order that the user wrote; undefined leaves it to the recipe. */
  readonly args: readonly (ArgumentWord | number)[] | undefined;
}

const argumentWords: readonly string[] = [
  ...['size', 'align', 'address', 'oldSize', 'newSize', 'count', 'gap', 'out'],
];

/**
 * The user's `functions` as exports under the names of the recipes.
 *
 * @throws UsageError for a name that no recipe has or an argument word that is none.
 * @throws SubjectError for an export that the module lacks.
 */
export function resolveNamedFunctions(
  functions: Readonly<Record<string, string>>,
  available: ReadonlyMap<string, NamedExport>,
  name: string,
): Map<string, NamedExport> {
  const known = new Set(
    abiRecipes.flatMap((recipe) => recipe.functions.flatMap((entry) => entry.names)),
  );
  const resolved = new Map<string, NamedExport>();
  for (const [word, text] of Object.entries(functions)) {
    if (!known.has(word)) {
      const nearest = nearestWord(word, known);
      throw new UsageError(
        `--export ${word}: that is no function of an allocator that is known. ` +
          (nearest === undefined ? '' : `Did you mean ${nearest}? `) +
          `Known are: ${[...known].join(', ')}, and initialize.`,
      );
    }
    const { exportName, args } = parseFunction(word, text, available);
    const found = available.get(exportName);
    if (found === undefined) throw notExported(word, exportName, available, name);
    resolved.set(word, { ...found, args });
  }
  return resolved;
}

/** The error for a function that was named and is not there. */
export function notExported(
  word: string,
  exportName: string,
  available: ReadonlyMap<string, NamedExport>,
  name: string,
): SubjectError {
  return new SubjectError(
    `--export ${word} names ${exportName}, but ${name} exports no such function. ` +
      `It exports: ${[...available.keys()].slice(0, 40).join(', ')}.`,
  );
}

/** `name` or `name(words)`. */
function parseFunction(
  word: string,
  text: string,
  available: ReadonlyMap<string, NamedExport>,
): Pick<NamedExport, 'exportName' | 'args'> {
  const match = /^([^(]+)\(([^)]*)\)$/.exec(text);
  if (match === null || available.has(text)) return { exportName: text, args: undefined };
  const args = match[2]
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      if (/^\d+$/.test(part)) return Number(part);
      if (argumentWords.includes(part)) return part as ArgumentWord;
      throw new UsageError(
        `--export ${word}: "${part}" is no argument. Use ${argumentWords.join(', ')} or a number.`,
      );
    });
  return { exportName: match[1].trim(), args };
}
