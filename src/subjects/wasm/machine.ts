import { Fault } from '../../core/fault.js';
import { AbortImport } from './abort-import.js';
import { reservedExport, exposedGlobals } from './rewrite.js';
import type { WasmBinary } from './binary.js';
import { growsHeap } from './import-functions.js';
import { HostDoor, type DoorValues } from './host-door.js';
import { makeHost } from './host.js';
import { makeImports } from './imports.js';
import { linkDynamic } from './link-dynamic.js';
import { memoryLayout } from './memory-layout.js';

/** An instantiated module after its initialisation, with everything that it can change. */
export interface Machine {
  readonly exports: WebAssembly.Exports;
  readonly memory: WebAssembly.Memory;
  readonly door: HostDoor;
  /** Mutable numbers, the module's own and the imported ones. */
  readonly globals: readonly WebAssembly.Global[];
  /** The stack pointer; undefined where it cannot be told from other globals. */
  readonly stackPointer: WebAssembly.Global | undefined;
}

/**
 * Instantiates `module`, the rewritten form of `binary`, and runs its initialisers once.
 *
 * A reactor that is called without `_initialize` or `__wasm_call_ctors` runs its constructors again
 * on every call, and an allocator that is set up anew each time gives the same memory twice.
 * `initialiser` is the export that does it under a name of its own; the start function of a command may
 * end by an exit, once it has run its program.
 *
 * @throws whatever the initialisers throw.
 */
export function makeMachine(
  module: WebAssembly.Module,
  binary: WasmBinary,
  maxPages: number,
  initialiser?: string,
): Machine {
  const host = makeHost(maxPages);
  const { imports, mutableGlobals } = makeImports(binary, host);
  const { exports } = new WebAssembly.Instance(module, imports);
  // A start function may already have asked for the memory; one of its own was not known then.
  host.memory = exports[reservedExport.memory] as WebAssembly.Memory;
  linkDynamic(binary, imports, exports);
  initialise(binary, exports, initialiser);
  const own = exposedGlobals(binary).map(
    (index) => exports[reservedExport.global(index)] as WebAssembly.Global,
  );
  return {
    exports,
    memory: host.memory,
    door: new HostDoor(host, doorValues(exports), binary.imports.some(growsHeap)),
    globals: [...mutableGlobals, ...own],
    stackPointer: findStackPointer(binary, imports, exports),
  };
}

const doorNames = ['demand', 'refused', 'calls', 'from', 'many'] as const;

function doorValues(exports: WebAssembly.Exports): DoorValues | undefined {
  if (exports[reservedExport.door('demand')] === undefined) return undefined;
  return Object.fromEntries(
    doorNames.map((name) => [name, exports[reservedExport.door(name)]]),
  ) as DoorValues;
}

type Initialiser = (...args: number[]) => unknown;

function initialise(
  binary: WasmBinary,
  exports: WebAssembly.Exports,
  initialiser: string | undefined,
): void {
  const call = (name: string, ...args: number[]): unknown => {
    const initialiser = exports[name];
    return typeof initialiser === 'function' ? (initialiser as Initialiser)(...args) : undefined;
  };
  const has = (name: string): boolean => typeof exports[name] === 'function';
  call('__wasm_apply_data_relocs');
  if (has('emscripten_stack_init')) {
    call('emscripten_stack_init');
    const base = Number(call('emscripten_stack_get_base'));
    call('__set_stack_limits', base, Number(call('emscripten_stack_get_end')));
  } else if (has('emscripten_stack_set_limits')) {
    const { stackHigh, stackLow } = memoryLayout(binary);
    call('emscripten_stack_set_limits', stackHigh, stackLow);
  }
  try {
    call(initialiser ?? (has('_initialize') ? '_initialize' : '__wasm_call_ctors'));
  } catch (thrown) {
    const isEnd = thrown instanceof AbortImport && thrown.fault === Fault.exit;
    if (initialiser === undefined || !isEnd) throw thrown;
  }
}

function findStackPointer(
  binary: WasmBinary,
  imports: WebAssembly.Imports,
  exports: WebAssembly.Exports,
): WebAssembly.Global | undefined {
  const name = '__stack_pointer';
  const candidates = [
    ...Object.values(imports).map((group) => group[name]),
    exports[name],
    ...exposedGlobals(binary)
      .filter((index) => binary.globalNames.get(index) === name)
      .map((index) => exports[reservedExport.global(index)]),
  ];
  return candidates.find((value) => value instanceof WebAssembly.Global);
}
