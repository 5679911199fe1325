import type { Contract } from './contract-schema.js';

/** Alignment that the contract promises for a grant of `size` bytes for which none was asked. */
export function naturalAlignment(contract: Contract, size: bigint, sizeBits: 32 | 53 | 64): bigint {
  if (contract.alignment.natural !== 'weak') return BigInt(contract.alignment.natural);
  const platform = sizeBits === 64 ? 16n : 8n;
  let align = platform;
  while (align > 1n && align > size) align >>= 1n;
  return align;
}

/**
 * Bytes of the largest request that must be granted right after the free of one like it (S23); 0 where
 * none must. That everything can be had again says so of the smallest blocks alone: a good fit looks
 * for longer ones in the class above, where the block that was just freed need not be.
 */
export function reuseLimit({ reclaims }: Contract): number {
  switch (reclaims) {
    case 'sameLayout':
      return 65_536;
    case 'everything':
      return 32;
    default:
      return 0;
  }
}
