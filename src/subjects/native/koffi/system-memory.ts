import type { Koffi, NativeFunction, Word } from './koffi-api.js';

/** Native memory, mapped, copied and compared by address. Lengths are bytes. */
export interface SystemMemory {
  readonly pageBytes: number;
  /** Zeros, at `wish` where nothing lies there. */
  map(bytes: number, wish?: number): number;
  /** A file as memory that others who read it see at once. */
  mapFile(file: number, bytes: number): ArrayBuffer;
  view(address: number, bytes: number): Uint8Array;
  /** Whether [address, address + bytes), whole pages, may be touched. */
  protect(address: number, bytes: number, accessible: boolean): void;
  copy(to: number, from: number, bytes: number): void;
  areEqual(one: number, other: number, bytes: number): boolean;
}

const READ_WRITE = 3;
const SHARED = 1;
const PRIVATE = 2;
/** MAP_ANONYMOUS | MAP_NORESERVE, which differ between systems. */
const FRESH = { linux: 0x20 | 0x4000, darwin: 0x1000 | 0x40 } as const;

/** The memory functions of this process's own libc. @throws Error where the system lacks one */
export function systemMemory(koffi: Koffi, platform: 'linux' | 'darwin'): SystemMemory {
  const libc = koffi.load(null);
  const mmap = libc.func(
    'uintptr_t mmap(uintptr_t at, size_t bytes, int access, int flags, int file, int64_t from)',
  ) as NativeFunction;
  const mprotect = libc.func('int mprotect(uintptr_t at, size_t bytes, int access)');
  const memcpy = libc.func('uintptr_t memcpy(uintptr_t to, uintptr_t from, size_t bytes)');
  const memcmp = libc.func('int memcmp(uintptr_t one, uintptr_t other, size_t bytes)');
  const mapped = (...request: Word[]): number => {
    const address = mmap(...request);
    // MAP_FAILED is the largest word.
    if (typeof address === 'bigint') throw new Error('memory cannot be mapped');
    return address;
  };
  return {
    pageBytes: Number(libc.func('int getpagesize()')()),
    map: (bytes, wish = 0) => mapped(wish, bytes, READ_WRITE, PRIVATE | FRESH[platform], -1, 0),
    mapFile: (file, bytes) => koffi.view(mapped(0, bytes, READ_WRITE, SHARED, file, 0), bytes),
    view: (address, bytes) => new Uint8Array(koffi.view(address, bytes)),
    protect(address, bytes, accessible) {
      if (bytes > 0) mprotect(address, bytes, accessible ? READ_WRITE : 0);
    },
    copy: (to, from, bytes) => void memcpy(to, from, bytes),
    areEqual: (one, other, bytes) => memcmp(one, other, bytes) === 0,
  };
}
