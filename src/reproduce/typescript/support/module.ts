import type { Allocator, Range } from './allocator.js';
import { subject } from './imported.js';
import { cannot } from './say.js';
import { wrong } from './wrong.js';

/** Every run has a fresh allocator: of the factory that the module exports, or the module's own, reset. */
export let allocator: Allocator;
let runs = 0;
export function begin(): void {
  const created = typeof subject === 'function' ? (subject as () => unknown)() : subject;
  if (created === null || created === undefined) wrong('init refuses its region');
  allocator = created as Allocator;
  runs++;
  if (typeof subject === 'function') return;
  if (runs > 1 && allocator.reset === undefined) {
    cannot('it needs a second fresh allocator, and the module exports neither a factory nor reset');
  }
  allocator.reset?.();
}
export function memory(): Uint8Array | undefined {
  const { memory: buffer } = allocator as { readonly memory?: unknown };
  return buffer === undefined ? undefined : new Uint8Array(buffer as ArrayBuffer);
}
export function region(): Range {
  const told = allocator.region?.() as Range | undefined;
  return told ?? { base: 0, end: memory()?.length ?? Infinity };
}
export function footprint(): number {
  return (allocator.footprint?.() as number | undefined) ?? memory()?.length ?? 0;
}
