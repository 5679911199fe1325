import { SubjectError } from '../../core/errors.js';
import type { World } from '../../core/world.js';
import type { LoadedTarget } from '../loaded-target.js';
import type { RunSettings } from '../subject.js';
import type { Freshness, Instance, Target } from '../target.js';
import { recogniseAbi, type Abi } from './abi.js';
import { readBinary, type WasmBinary } from './binary.js';
import { classifyTrap } from './classify-trap.js';
import { describeWasm } from './describe-wasm.js';
import { PAGE_BYTES } from './host.js';
import { makeMachine, type Machine } from './machine.js';
import { requireHeap } from './require-heap.js';
import { findScratch } from './scratch.js';
import { Restorer } from './restorer.js';
import { rewriteModule } from './rewrite.js';
import { takeSnapshot, type Snapshot } from './snapshot.js';
import { WasmInstance } from './wasm-instance.js';

export interface WasmOptions {
  /** How the user names the subject. */
  readonly locator: string;
  readonly name: string;
  /** Functions of an ABI that no recipe finds, see {@link recogniseAbi}. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Most pages of 64 KiB that the memory may have; absent: 4,096, which is 256 MiB (S35). */
  readonly maxPages?: number;
}

/** A wasm subject in this thread. */
export interface LoadedWasm extends LoadedTarget {
  readonly target: WasmTarget;
}

const DEFAULT_MAX_PAGES = 4_096;
/** Page maxima for which a machine is kept; campaigns use a handful. */
const KEPT_MACHINES = 4;
/** Every memory reserves address space that only the garbage collector gives back. */
const WORN_INSTANCES = 1_000;
/** Most programs between two looks at everything. */
const SETTLE_EVERY = 32;
/** First programs, after each of which everything is put back, to learn what they change. */
const LEARNING_PROGRAMS = 16;
/** Surprises that cost less than is spared: so many, and one more each so many programs. */
const MOST_SURPRISES = 4;
const PROGRAMS_PER_SURPRISE = 512;

/**
 * Loads a wasm module and finds its ABI; instantiates it once, so that a module that cannot be
 * initialised is known at once.
 *
 * @throws SubjectError where the bytes are no module, no allocator is exported, or its initialiser
 *   traps.
 * @throws UsageError where `functions` is wrong.
 */
export function loadWasm(bytes: Uint8Array, options: WasmOptions): LoadedWasm {
  const { locator } = options;
  const binary = readBinary(bytes, locator);
  requireOneMemory(binary, locator);
  const found = recogniseAbi(binary, locator, options.functions);
  const target = new WasmTarget(binary, found, options.maxPages ?? DEFAULT_MAX_PAGES);
  const { machine, abi } = target.load(locator);
  return {
    description: describeWasm({
      ...{ locator, binary, abi },
      name: options.name,
      maxPages: target.pagesFor(0),
      asksHost: machine.door.isUsed,
      initialPages: machine.memory.buffer.byteLength / PAGE_BYTES,
    }),
    target,
    isWorn: () => target.instancesMade > WORN_INSTANCES,
  };
}

/** An instance with what is needed to use it again. */
interface Kept {
  readonly machine: Machine;
  readonly restorer: Restorer;
  /** Length of the memory from which a program starts. */
  readonly byteLength: number;
  readonly instance: WasmInstance;
  /** Whether a trap left it in a state that nobody can vouch for. */
  trapped: boolean;
  /** Programs since everything was put back, the latest included. */
  unsettled: number;
}

/**
 * Opens a program on a fresh copy of the module's initial state: the instance of the program before,
 * put back, or a new one where that trapped or grew, since growth cannot be undone.
 *
 * Puts back everything, unless it is asked by `settle` whether less was enough. Then most programs
 * have only those pages put back that they can be thought to have changed, and a stray write
 * elsewhere is seen up to sixteen programs later, when these have to run again.
 */
export class WasmTarget implements Target {
  /** Instances made so far, for whoever recycles threads. */
  instancesMade = 0;
  private readonly modules = new Map<number, WebAssembly.Module>();
  private readonly snapshots = new Map<number, Snapshot>();
  /** See {@link Restorer}; as long as the memory from which all machines start. */
  private changing = new Uint8Array(0);
  private learning = LEARNING_PROGRAMS;
  private readonly kept = new Map<number, Kept>();
  private current: Kept | undefined;
  /** Whether programs may start before everything was put back, see `settle`. */
  private sparing = false;
  /** How often a program turned out to have changed what no program was thought to. */
  private surprises = 0;
  private ended = 0;
  private unsettled = 0;

  constructor(
    private readonly binary: WasmBinary,
    private abi: Abi,
    private readonly mostPages: number,
  ) {}

  /** Makes the first instance. */
  load(locator: string): { readonly machine: Machine; readonly abi: Abi } {
    const pages = this.pagesFor(0);
    try {
      const kept = this.make(pages);
      const { machine } = kept;
      if (findScratch(machine) === undefined) {
        this.abi = withoutPosixMemalign(this.abi);
      }
      requireHeap(machine, this.binary, this.abi, locator);
      kept.restorer.restoreAll();
      return { machine, abi: this.abi };
    } catch (error) {
      if (error instanceof SubjectError) throw error;
      const { message } = classifyTrap(error);
      // What needs nothing from outside has failed by itself.
      const how = this.binary.imports.length > 0 ? ' with made-up imports' : '';
      throw new SubjectError(
        `${locator} cannot be initialised${how}: ${message}. ` +
          'Certify it through a module of a few lines that loads it with its own glue.',
        { cause: error },
      );
    }
  }

  open(world: World, settings: RunSettings): Instance | 'refused' {
    const pages = this.pagesFor(world.limitBytes);
    const kept = this.reuse(pages) ?? this.make(pages);
    this.current = kept;
    kept.unsettled++;
    return kept.instance.begin(world, settings) ? kept.instance : 'refused';
  }

  classify(thrown: unknown): { readonly fault: number; readonly message: string } {
    if (this.current !== undefined) this.current.trapped = true;
    return classifyTrap(thrown);
  }

  settle(isLast: boolean): Freshness {
    this.unsettled++;
    this.ended++;
    if (this.sparing && this.unsettled < SETTLE_EVERY && !isLast) return 'unknown';
    let fresh = true;
    for (const kept of this.kept.values()) fresh = this.settleOne(kept) && fresh;
    this.unsettled = 0;
    if (!fresh) this.surprises++;
    // What runs again does so with everything put back.
    this.sparing = fresh && this.surprises <= MOST_SURPRISES + this.ended / PROGRAMS_PER_SURPRISE;
    return fresh ? 'fresh' : 'stale';
  }

  /** The page maximum under a limit in bytes; never less than the module begins with. */
  pagesFor(limitBytes: number): number {
    const [{ minimum, maximum }] = this.binary.memories;
    const own = Math.min(maximum ?? this.mostPages, this.mostPages);
    // A pool from the harness needs room of its own, which no limit of the subject may take away.
    const limited = limitBytes > 0 && this.abi.calls.init === undefined;
    const asked = limited ? Math.floor(limitBytes / PAGE_BYTES) : own;
    return Math.max(minimum, Math.min(own, asked));
  }

  /** Puts a machine back in full; false where a program before its latest one may have met leftovers. */
  private settleOne(kept: Kept): boolean {
    if (kept.unsettled < 2 || !canRestore(kept)) return true;
    kept.restorer.restoreUsed(kept.instance.used);
    return !kept.restorer.restoreAll();
  }

  private reuse(pages: number): Kept | undefined {
    const kept = this.kept.get(pages);
    if (kept === undefined) return undefined;
    if (!canRestore(kept)) {
      this.kept.delete(pages);
      return undefined;
    }
    kept.restorer.restoreUsed(kept.instance.used);
    if (!this.sparing || this.learning > 0) {
      kept.restorer.restoreAll();
      kept.unsettled = 0;
      this.learning--;
    }
    return kept;
  }

  private make(pages: number): Kept {
    this.instancesMade++;
    const machine = makeMachine(
      this.compile(pages),
      this.binary,
      pages,
      this.abi.calls.initialize?.exportName,
    );
    const snapshot = this.snapshots.get(pages) ?? takeSnapshot(machine);
    this.snapshots.set(pages, snapshot);
    if (this.changing.length === 0) this.changing = new Uint8Array(snapshot.pages.length);
    const kept: Kept = {
      machine,
      restorer: new Restorer(machine, snapshot, this.changing),
      byteLength: snapshot.byteLength,
      instance: new WasmInstance(machine, this.abi),
      trapped: false,
      unsettled: 0,
    };
    this.kept.set(pages, kept);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT_MACHINES) break;
      this.kept.delete(oldest);
    }
    return kept;
  }

  private compile(pages: number): WebAssembly.Module {
    // An imported memory gets its maximum when it is made; the module is the same for all.
    const key = this.binary.imports.some((entry) => entry.kind === 'memory') ? 0 : pages;
    const known = this.modules.get(key);
    if (known !== undefined) return known;
    const module = new WebAssembly.Module(rewriteModule(this.binary, pages) as BufferSource);
    this.modules.set(key, module);
    return module;
  }
}

/** Whether a machine can be put back: it neither trapped nor grew. */
function canRestore({ trapped, instance, machine, byteLength }: Kept): boolean {
  return !trapped && machine.memory.buffer.byteLength === (instance.lawfulBytes ?? byteLength);
}

/** posix_memalign answers through a pointer, and there is no memory that it could point to. */
function withoutPosixMemalign(abi: Abi): Abi {
  const calls = Object.entries(abi.calls).filter(([operation]) => operation !== 'posixMemalign');
  return { ...abi, calls: Object.fromEntries(calls) };
}

function requireOneMemory(binary: WasmBinary, locator: string): void {
  const { memories } = binary;
  if (memories.length === 1 && memories[0].wide) {
    throw new SubjectError(
      `${locator} has a 64-bit memory, which is not supported yet. Build it for wasm32.`,
    );
  }
  if (memories.length !== 1) {
    throw new SubjectError(
      `${locator} has ${memories.length} memories; an allocator is certified in exactly one. ` +
        (memories.length === 0 ? 'Does it hold code only?' : 'Link it into one memory.'),
    );
  }
}
