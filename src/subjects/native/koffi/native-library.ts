import { realpathSync } from 'node:fs';
import type { Convention, NativeRole } from '../native-abi.js';
import type { Koffi, LoadedLibrary, NativeFunction } from './koffi-api.js';
import type { SystemMemory } from './system-memory.js';

export type NativeFunctions = Partial<Record<NativeRole, NativeFunction>>;

/** Which library, and how its functions are called. Plain data. */
export interface LibrarySource {
  readonly path: string;
  readonly convention: Convention;
  /** Symbols by role. */
  readonly symbols: Readonly<Partial<Record<NativeRole, string>>>;
  /** Loaded once and never unloaded, because unloading it was seen to go wrong. */
  readonly kept: boolean;
}

/**
 * A subject's library in this process, and its functions. Every function belongs to the library
 * itself: a symbol that is found in another library, as dlsym does, counts as absent.
 *
 * A library is unloaded and loaded again between programs, so that each meets its first state. One
 * that stays when it is unloaded (libc, or one that says so) is kept with its state, which is told
 * by `isFresh`.
 */
export class NativeLibrary {
  readonly functions: NativeFunctions = {};
  readonly #koffi: Koffi;
  readonly #source: LibrarySource;
  readonly #system: Linker;
  readonly #protos: unknown[] = [];
  /** Callables by address and number of arguments; a library mostly comes back to its address. */
  readonly #known = new Map<string, NativeFunction>();
  #library: LoadedLibrary;
  /** Whether every program meets the library as it is just after loading. */
  readonly isFresh: boolean;

  /** @throws Error with the dynamic linker's reason where the library cannot be loaded */
  constructor(koffi: Koffi, memory: SystemMemory, source: LibrarySource) {
    this.#koffi = koffi;
    this.#source = source;
    this.#system = new Linker(koffi, memory);
    const wasThere = this.#system.has(source.path);
    this.#library = this.#load();
    if (source.kept || wasThere) this.isFresh = false;
    else {
      this.#library.unload();
      this.isFresh = !this.#system.has(source.path);
      this.#library = this.#load();
    }
    this.#find();
  }

  /** Roles whose functions turned out not to be the library's own. */
  get absent(): NativeRole[] {
    const roles = Object.keys(this.#source.symbols) as NativeRole[];
    return roles.filter((role) => this.functions[role] === undefined);
  }

  /** Brings the library back to its first state, where that can be done. */
  renew(): void {
    if (!this.isFresh) return;
    this.#library.unload();
    this.#library = this.#load();
    this.#find();
  }

  #load(): LoadedLibrary {
    // Else a library that calls its own malloc would get the one of libc.
    return this.#koffi.load(this.#source.path, { deep: true });
  }

  #find(): void {
    const { symbols, convention } = this.#source;
    for (const [role, symbol] of Object.entries(symbols) as [NativeRole, string][]) {
      const found = this.#function(symbol, argumentCount(role, convention));
      if (found === undefined) continue;
      this.functions[role] = found;
    }
  }

  #function(symbol: string, count: number): NativeFunction | undefined {
    const address = addressOf(this.#library, symbol);
    if (address === undefined) return undefined;
    const key = `${symbol} ${address} ${count}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (!this.#system.isOf(address, this.#source.path)) return undefined;
    this.#protos[count] ??= this.#koffi.proto('uintptr_t', Array<string>(count).fill('uintptr_t'));
    const made = this.#koffi.decode(address, this.#protos[count]) as NativeFunction;
    this.#known.set(key, made);
    return made;
  }
}

function addressOf(library: LoadedLibrary, symbol: string): bigint | undefined {
  try {
    return library.symbol(symbol);
  } catch {
    return undefined;
  }
}

/** How many words a function takes; every calling convention that is driven passes them alike. */
function argumentCount(role: NativeRole, convention: Convention): number {
  const handle = convention === 'handle' ? 1 : 0;
  const layout = convention === 'layout';
  switch (role) {
    case 'alloc':
    case 'allocZeroed':
      return (layout ? 2 : 1) + handle;
    case 'allocArray':
    case 'alignedAlloc':
    case 'memalign':
      return 2 + handle;
    case 'posixMemalign':
    case 'reallocArray':
      return 3;
    case 'realloc':
      return layout ? 4 : 2 + handle;
    case 'dealloc':
      return layout ? 3 : 1 + handle;
    case 'init':
    case 'append':
      return 2;
    case 'usable':
      return 1;
    case 'region':
      return 2 + handle;
    case 'extend':
    case 'resize':
      return 1 + handle;
    case 'reset':
      return handle;
  }
}

/** RTLD_LAZY | RTLD_NOLOAD, the second of which differs between Linux and macOS. */
const IF_LOADED = process.platform === 'darwin' ? 0x1 | 0x10 : 0x1 | 0x4;
/** Dl_info: the file's name, where it begins, the symbol's name, where that is. */
const INFO_BYTES = 64;

/** What the dynamic linker knows of this process. */
class Linker {
  readonly #koffi: Koffi;
  readonly #info: number;
  readonly #infoWords: BigUint64Array;
  readonly #dladdr: (...values: unknown[]) => unknown;
  readonly #dlopen: (...values: unknown[]) => unknown;
  readonly #dlclose: (...values: unknown[]) => unknown;

  constructor(koffi: Koffi, memory: SystemMemory) {
    const libc = koffi.load(null);
    this.#koffi = koffi;
    this.#info = memory.map(INFO_BYTES);
    this.#infoWords = new BigUint64Array(memory.view(this.#info, INFO_BYTES).buffer);
    this.#dladdr = libc.func('int dladdr(uintptr_t address, uintptr_t info)');
    this.#dlopen = libc.func('uintptr_t dlopen(const char *path, int how)');
    this.#dlclose = libc.func('int dlclose(uintptr_t handle)');
  }

  /** Whether a library is loaded. */
  has(path: string): boolean {
    const handle = this.#dlopen(path, IF_LOADED);
    if (handle === 0) return false;
    this.#dlclose(handle);
    return true;
  }

  /** Whether what is at an address came from a file. */
  isOf(address: bigint, path: string): boolean {
    if (this.#dladdr(address, this.#info) === 0 || this.#infoWords[0] === 0n) return false;
    const file = this.#koffi.decode.string(this.#infoWords[0]);
    return file === path || realPath(file) === realPath(path);
  }
}

/** Libraries of macOS are in a cache and not in files; their paths are compared as they are. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
