import type { Contract } from './contract-schema.js';

/** Alignment that the contract promises for a grant of `size` bytes for which none was asked. */
export function naturalAlignment(contract: Contract, size: bigint, sizeBits: 32 | 53 | 64): bigint {
  if (contract.alignment.natural !== 'weak') return BigInt(contract.alignment.natural);
  const platform = sizeBits === 64 ? 16n : 8n;
  let align = platform;
  while (align > 1n && align > size) align >>= 1n;
  return align;
}
