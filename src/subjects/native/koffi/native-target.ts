import type { World } from '../../../core/world.js';
import type { RunSettings } from '../../subject.js';
import type { Instance, Target } from '../../target.js';
import type { WideWords } from '../../wide-words.js';
import type { NativeAbi } from '../native-abi.js';
import { NativeContents } from './native-contents.js';
import { NativeInstance, type NativeParts } from './native-instance.js';
import type { NativeLibrary } from './native-library.js';
import { NativePool } from './native-pool.js';
import { OutCells } from './out-cells.js';
import type { SystemMemory } from './system-memory.js';

type TargetAbi = Pick<NativeAbi, 'convention' | 'initRefuses'>;

/** A library in this process as a target of the executor. */
export class NativeTarget implements Target {
  readonly wide: WideWords = { size: 0n, second: 0n, address: 0n };
  readonly #library: NativeLibrary;
  readonly #abi: TargetAbi;
  readonly #pool: NativePool | undefined;
  readonly #contents: NativeContents;
  readonly #cells: OutCells;
  readonly #held: NativeParts['held'];

  constructor(library: NativeLibrary, memory: SystemMemory, abi: TargetAbi) {
    this.#library = library;
    this.#abi = abi;
    this.#pool = library.functions.init === undefined ? undefined : new NativePool(memory);
    this.#contents = new NativeContents(memory);
    this.#cells = new OutCells(memory);
    this.#held = library.isFresh ? undefined : new Map();
  }

  open(world: World, settings: RunSettings): Instance | 'refused' {
    this.#pool?.open(world, settings.reserveBytes ?? 0);
    const instance = new NativeInstance({
      functions: this.#library.functions,
      pool: this.#pool,
      contents: this.#contents,
      cells: this.#cells,
      wide: this.wide,
      held: this.#held,
      settings,
      ...this.#abi,
    });
    return instance.init() ? instance : 'refused';
  }

  /** A native function throws nothing: what is thrown is a fault of the tool. */
  classify(thrown: unknown): never {
    throw thrown;
  }
}
