import type { NativeCallShape } from '../../core/call-shape.js';
import { takesHandle } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';
import { usedFunctions } from '../used-functions.js';

/**
 * The names of the subject's functions in a program. Those of the C library get a prefix: their own
 * names belong to the program's malloc.
 */
export const cName = (symbol: string): string =>
  /^(?:malloc|calloc|realloc|reallocarray|free|aligned_alloc|memalign|posix_memalign|malloc_usable_size)$/.test(
    symbol,
  )
    ? `their_${symbol}`
    : symbol;

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

/** The functions that the program uses, as pointers, and the function that finds them. */
export function cPrototypes(shape: NativeCallShape, reproduction: Reproduction): string {
  const used = usedFunctions(shape, reproduction);
  const pointers = used.map(({ role, symbol }) => {
    const { answer, params } = signature(shape, role);
    return `static ${answer}(*${cName(symbol)})(${params});`;
  });
  const found = used.map(
    ({ symbol }) => `  *(void **)&${cName(symbol)} = find(library, "${symbol}");`,
  );
  return `/* The functions that are called. */
${shape.convention === 'handle' ? 'static void *handle;\n' : ''}${pointers.join('\n')}

static void *find(void *library, const char *name) {
  void *function = library == NULL ? NULL : dlsym(library, name);
  if (function != NULL) return function;
  fprintf(stderr, "cannot be tried: %s\\n", dlerror());
  _exit(2);
}
static void open_library(void) {
  void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
${found.join('\n')}
}
`;
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
