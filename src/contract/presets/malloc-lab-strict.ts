import type { ContractInput } from '../document/contract-schema.js';

/**
 * The malloc lab as its hand-out says in words, beyond what the traces reach: sizes of any magnitude
 * are answered, with null where they do not fit; `mm_free(NULL)` does nothing; `mm_realloc(NULL, n)`
 * is `mm_malloc(n)`. For teachers who want those three; `malloc-lab` leaves them out.
 */
export const mallocLabStrict: ContractInput & { readonly extends: 'malloc-lab' } = {
  extends: 'malloc-lab',
  name: 'malloc-lab-strict',
  requests: ['alloc', 'realloc', 'dealloc', 'deallocNull', 'reset'],
  sizes: { largest: 'any', abovePtrdiffMax: 'refused' },
  realloc: { ofNull: 'alloc' },
  free: { null: 'ignored' },
};
