import type { ElfFile } from './elf-file.js';

/**
 * Whether all that a library can remember lies in its own segments and in the pool that it is given:
 * it imports no variable, and no function that keeps state or makes any.
 *
 * Such a library can be put back to how it was just after loading without a new process, which the
 * driver does (driver/sealed-library.c); it looks for thread-local storage itself. A list of what
 * is harmless, and not of what is not, since a function that nobody thought of must cost speed alone.
 */
export function isSealed({ imports, importsData }: ElfFile): boolean {
  return !importsData && imports.every((name) => STATELESS.has(name));
}

/** What the compiler, the loader and the driver bring, and functions of their arguments alone. */
const STATELESS: ReadonlySet<string> = new Set([
  // Weak ones of every library that cc links.
  ...['_ITM_deregisterTMCloneTable', '_ITM_registerTMCloneTable', '__cxa_finalize'],
  ...['__gmon_start__', '_Jv_RegisterClasses'],
  // Bytes and strings.
  ...['memcpy', 'memmove', 'memset', 'memcmp', 'bcmp', 'memchr', 'strlen', 'strcmp', 'strncmp'],
  ...['__memcpy_chk', '__memmove_chk', '__memset_chk'],
  // They end the program that calls them.
  ...['abort', '__assert_fail', '__assert', '__stack_chk_fail', '__chk_fail', '_exit', 'raise'],
  // The kernel's, which keep nothing in the process; errno is set before every call.
  ...['write', 'getpagesize', 'sysconf', '__errno_location'],
  // The heap of a malloc lab, which the driver sets up for every program.
  ...['mem_init', 'mem_deinit', 'mem_sbrk', 'mem_reset_brk', 'mem_heap_lo', 'mem_heap_hi'],
  ...['mem_heapsize', 'mem_pagesize'],
]);
