import makeWabt from 'wabt';
import { loadWasm, type WasmOptions } from '../../../dist/src/subjects/wasm/wasm-target.js';
import type { World } from '../../../dist/src/core/world.js';
import type { RunSettings } from '../../../dist/src/subjects/subject.js';
import type { Instance, Target } from '../../../dist/src/subjects/target.js';

const wabt = await makeWabt();

/** The binary of a module in text form. */
export function assemble(text: string): Uint8Array {
  const module = wabt.parseWat('fixture.wat', text, { threads: true, exceptions: true });
  try {
    return module.toBinary({ write_debug_names: true }).buffer;
  } finally {
    module.destroy();
  }
}

export const loadText = (
  text: string,
  options: Partial<WasmOptions> = {},
): ReturnType<typeof loadWasm> =>
  loadWasm(assemble(text), { locator: 'fixture.wasm', name: 'fixture', ...options });

export const defaultWorld: World = {
  regionBytes: 0,
  baseOffset: 0,
  fill: { kind: 'zero' },
  limitBytes: 0,
  hostRefusesFrom: 0,
  hostRefusesCalls: 0,
  resets: 0,
  observe: 'full',
};

export const defaultSettings: RunSettings = {
  refusal: 'zero',
  fillLimitBytes: 2 ** 22,
  usableWritable: false,
  reallocToZeroEnds: false,
  naturalAlign: 8,
  hangLimitMs: 1_000,
  macroLimit: 1_000,
};

export function openInstance(
  target: Target,
  world: Partial<World> = {},
  settings: Partial<RunSettings> = {},
): Instance {
  const instance = target.open({ ...defaultWorld, ...world }, { ...defaultSettings, ...settings });
  if (instance === 'refused') throw new Error('init refused the region');
  return instance;
}

/** What `run` throws. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}
