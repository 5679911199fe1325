import type { ContractInput } from '../document/contract-schema.js';

/**
 * POSIX with errno: malloc, calloc, realloc, reallocarray and aligned_alloc set it where they refuse
 * (POSIX.1-2017, XSH malloc, RETURN VALUE). `posix` leaves that out, because allocators that are in use
 * everywhere forget it on some of their paths, and few programs look.
 */
export const posixStrict: ContractInput & { readonly extends: 'posix' } = {
  extends: 'posix',
  name: 'posix-strict',
  refusalErrno: 'set',
};
