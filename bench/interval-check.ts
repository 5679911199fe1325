import { LiveBits } from '../src/core/live-bits.js';
import { cpuTimeNs } from './cpu-time.js';
import { median } from './median.js';

const OPERATIONS = 400_000;
const ROUNDS = 7;
const SLOT_BYTES = 128;

/** Time of one insert with its check, or one remove, by number of live ranges: it must be flat. */
export function intervalCheck(print: (line: string) => void): void {
  print('interval check, ns an insert or remove');
  print('| live | one bit per 16 bytes | one bit per byte |');
  print('|---|---|---|');
  for (const live of [10, 100, 1_000, 10_000, 100_000, 1_000_000]) {
    print(`| ${live} | ${time(live, 4).toFixed(1)} | ${time(live, 0).toFixed(1)} |`);
  }
}

function time(live: number, granuleLog2: number): number {
  const bits = new LiveBits(granuleLog2);
  const order = Uint32Array.from(
    { length: 65_536 },
    (_, index) => (Math.imul(index, 0x9e3779b1) >>> 0) % live,
  );
  for (let slot = 0; slot < live; slot++) bits.insert(slot * SLOT_BYTES, slot * SLOT_BYTES + 100);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = cpuTimeNs();
    let free = 0;
    for (let operation = 0; operation < OPERATIONS; operation++) {
      const address = order[operation & 65_535] * SLOT_BYTES;
      bits.remove(address, address + 100);
      if (bits.insert(address, address + 100)) free++;
    }
    if (free !== OPERATIONS) throw new Error('a range that was freed was not free');
    rounds.push((cpuTimeNs() - start) / (2 * OPERATIONS));
  }
  return median(rounds);
}
