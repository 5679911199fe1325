import { fileURLToPath } from 'node:url';
import { UsageError } from '../../core/errors.js';
import { nearestWord } from '../../core/nearest-word.js';

/** The reference allocators that can be certified by name. */
export const builtinNames = ['bump', 'first-fit'] as const;

/** The module behind `builtin:NAME`. @throws UsageError for an unknown name */
export function builtinPath(name: string): string {
  const known = builtinNames.find((builtin) => builtin === name);
  if (known === undefined) {
    // The C library is not among the modules, and is named in the same way.
    const all = [...builtinNames, 'libc'];
    const nearest = nearestWord(name, all);
    throw new UsageError(
      `builtin:${name} is not known${nearest === undefined ? '.' : `; did you mean builtin:${nearest}?`} ` +
        `There are: ${all.map((builtin) => `builtin:${builtin}`).join(', ')}`,
    );
  }
  return fileURLToPath(new URL(`./${known}.js`, import.meta.url));
}
