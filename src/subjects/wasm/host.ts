export const PAGE_BYTES = 65_536;

/** What the stubs of one wasm instance share. */
export interface Host {
  /** Known once the module is instantiated, or from the start where the module imports it. */
  memory: WebAssembly.Memory | undefined;
  /** Largest memory demanded through an import since it was last put to 0; bytes. */
  demandedBytes: number;
  /** Bytes of the latest call through an import that was refused since it was last put to 0. */
  refusedBytes: number;
  /** Calls for memory through an import so far. */
  calls: number;
  /** The first of them that is refused, from 1, and how many are. */
  refusesFrom: number;
  refusesCalls: number;
  /** Most pages that the memory may have. */
  readonly maxPages: number;
}

export const makeHost = (maxPages: number): Host => ({
  ...{ memory: undefined, demandedBytes: 0, refusedBytes: 0, calls: 0 },
  ...{ refusesFrom: Infinity, refusesCalls: 0, maxPages },
});

/** The bytes of the subject's memory; empty before it has one. A view is good until the next growth. */
export function hostBytes(host: Host): Uint8Array {
  return host.memory === undefined ? new Uint8Array(0) : new Uint8Array(host.memory.buffer);
}

/** Grows the memory to at least `bytes`; answers whether it is that long now. */
export function growTo(host: Host, bytes: number): boolean {
  const { memory } = host;
  if (memory === undefined) return false;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const missing = pages - memory.buffer.byteLength / PAGE_BYTES;
  if (missing <= 0) return true;
  if (pages > host.maxPages) return false;
  try {
    memory.grow(missing);
    return true;
  } catch {
    return false;
  }
}
