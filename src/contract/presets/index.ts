import type { ContractInput } from '../document/contract-schema.js';
import { assemblyscript } from './assemblyscript.js';
import { bump } from './bump.js';
import { c17 } from './c17.js';
import { c23 } from './c23.js';
import { firstFit } from './first-fit.js';
import { mallocLab } from './malloc-lab.js';
import { mallocLabStrict } from './malloc-lab-strict.js';
import { pool } from './pool.js';
import { posixStrict } from './posix-strict.js';
import { posix } from './posix.js';
import { rustGlobalAlloc } from './rust-global-alloc.js';
import { wasmBindgen } from './wasm-bindgen.js';
import { wasmCabiRealloc } from './wasm-cabi-realloc.js';
import { zig } from './zig.js';

/** The contracts that are known by name (S18), as written: `extends` is not resolved here. */
export const presets = {
  'rust-global-alloc': rustGlobalAlloc,
  c17,
  c23,
  posix,
  'posix-strict': posixStrict,
  'wasm-bindgen': wasmBindgen,
  'wasm-cabi-realloc': wasmCabiRealloc,
  assemblyscript,
  zig,
  bump,
  'first-fit': firstFit,
  pool,
  'malloc-lab': mallocLab,
  'malloc-lab-strict': mallocLabStrict,
} as const satisfies Readonly<Record<string, ContractInput>>;

export type PresetName = keyof typeof presets;

/** In the order in which lists show them. */
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

export const isPresetName = (name: string): name is PresetName => Object.hasOwn(presets, name);
