import type { NativeCallShape } from '../../core/call-shape.js';
import { movesEnd, roleReset, takesHandle } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';
import { usedFunctions } from '../used-functions.js';

/** Names that belong to the program's own C library. */
const libraryNames: ReadonlySet<string> = new Set([
  ...['malloc', 'calloc', 'realloc', 'reallocarray', 'free'],
  ...['aligned_alloc', 'memalign', 'posix_memalign', 'malloc_usable_size'],
]);

/** The name of a subject's function in a program; those of the C library get a prefix. */
export const cName = (symbol: string): string =>
  libraryNames.has(symbol) ? `their_${symbol}` : symbol;

/** Parameters by role; `layout` and `handle` add theirs. */
const signatures: Readonly<Record<string, { readonly answer: string; readonly params: string }>> = {
  alloc: { answer: 'void *', params: 'size_t size' },
  allocZeroed: { answer: 'void *', params: 'size_t size' },
  allocArray: { answer: 'void *', params: 'size_t count, size_t size' },
  alignedAlloc: { answer: 'void *', params: 'size_t align, size_t size' },
  memalign: { answer: 'void *', params: 'size_t align, size_t size' },
  posixMemalign: { answer: 'int ', params: 'void **out, size_t align, size_t size' },
  realloc: { answer: 'void *', params: 'void *block, size_t size' },
  reallocArray: { answer: 'void *', params: 'void *block, size_t count, size_t size' },
  dealloc: { answer: 'void ', params: 'void *block' },
  usable: { answer: 'size_t ', params: 'void *block' },
  reset: { answer: 'void ', params: 'void' },
  region: { answer: 'void ', params: 'uintptr_t *base, uintptr_t *end' },
  extend: { answer: 'int ', params: 'size_t bytes' },
  append: { answer: 'int ', params: 'size_t gap, size_t bytes' },
  resize: { answer: 'int ', params: 'size_t bytes' },
};

const layoutParams: Readonly<Record<string, string>> = {
  alloc: 'size_t size, size_t align',
  allocZeroed: 'size_t size, size_t align',
  realloc: 'void *block, size_t old_size, size_t size, size_t align',
  dealloc: 'void *block, size_t size, size_t align',
};

/** The functions that a program calls, as pointers with their names, and how it is started. */
export function cSubject(reproduction: Reproduction, shape: NativeCallShape): string {
  const used = usedFunctions(shape, reproduction);
  const pointers = used.map(({ role, symbol }) => {
    const { answer, params } = signature(shape, role);
    return `static ${answer}(*${cName(symbol)})(${params});`;
  });
  const named = used.map(({ symbol }) => `  { &${cName(symbol)}, "${symbol}" },`);
  return [
    '#include <stddef.h>',
    '#include <stdint.h>',
    '/* The functions that are called. */',
    ...(shape.convention === 'handle' ? ['static void *handle;'] : []),
    ...pointers,
    'static const struct { void *pointer; const char *name; } functions[] = {',
    ...named,
    '};',
    ...calls(reproduction, shape),
  ].join('\n');
}

/** What the support files call by a name of their own. */
function calls({ runs, world }: Reproduction, shape: NativeCallShape): string[] {
  const acts = runs.flatMap((run) => run.acts);
  const lines: string[] = [];
  if (regionKind(shape) !== 'own') lines.push(`#define INIT_REFUSES() ${initCall(shape)}`);
  if (world.resets > 0 || acts.some(({ kind }) => kind === 'reset')) {
    lines.push(`#define RESET() ${resetCall(shape, acts.some(movesEnd))}`);
  }
  if (regionKind(shape) === 'pool') {
    const own = shape.functions['region'];
    const self = takesHandle(shape, 'region') ? 'handle, ' : '';
    const call = own === undefined ? '(void)0' : `${cName(own)}(${self}low, high)`;
    lines.push(`#define TELL_REGION(low, high) ${call}`);
  }
  return lines;
}

function initCall({ convention, functions, initRefuses }: NativeCallShape): string {
  const name = cName(functions['init'] ?? '');
  const call = convention === 'lab' ? `${name}()` : `${name}(pool, pool_bytes)`;
  if (convention === 'handle') return `((handle = ${call}) == NULL)`;
  if (initRefuses === 'never') return `(${call}, 0)`;
  return `(${call} == ${initRefuses === 'zero' ? 0 : -1})`;
}

/** Without a reset of its own a subject is given its pool anew. */
function resetCall(shape: NativeCallShape, grows: boolean): string {
  if (shape.convention === 'lab') return '(mem_reset_brk(), init())';
  const own = roleReset(shape);
  if (own !== undefined) return `${cName(own)}(${takesHandle(shape, 'reset') ? 'handle' : ''})`;
  return grows ? '(first_piece(), init())' : 'init()';
}

function signature(shape: NativeCallShape, role: string): { answer: string; params: string } {
  if (role === 'init') {
    const answer = shape.convention === 'handle' ? 'void *' : 'int ';
    return { answer, params: shape.convention === 'lab' ? 'void' : 'void *pool, size_t bytes' };
  }
  // Whether a free was rejected is its answer, where a contract lets it have one.
  if (shape.convention === 'layout' && role === 'dealloc') {
    return { answer: 'int ', params: layoutParams['dealloc'] ?? '' };
  }
  const known = signatures[role] ?? { answer: 'void ', params: 'void' };
  const params =
    shape.convention === 'layout' ? (layoutParams[role] ?? known.params) : known.params;
  if (!takesHandle(shape, role)) return { answer: known.answer, params };
  if (role === 'append')
    return { answer: 'void *', params: 'void *handle, void *piece, size_t bytes' };
  return {
    answer: known.answer,
    params: params === 'void' ? 'void *handle' : `void *handle, ${params}`,
  };
}
