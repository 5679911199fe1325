import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noiseByte } from '../../dist/src/reproduce/typescript/support/noise.js';
import { patternByte } from '../../dist/src/reproduce/typescript/support/pattern.js';
import type { programFolder } from './native-programs.js';

/** One byte that somebody puts somewhere, with the numbers that it is a function of. */
export type Place =
  | readonly ['pattern', allocation: number, generation: number, offset: number]
  | readonly ['noise', seed: number, address: number];

type Folder = ReturnType<typeof programFolder>;

const support = join(import.meta.dirname, '../../src/reproduce');

/** What the programs in TypeScript put at each place. */
export const bytesOfTypescript = (places: readonly Place[]): number[] =>
  places.map((place) =>
    place[0] === 'pattern'
      ? patternByte(place[1], place[2], place[3])
      : noiseByte(place[2], place[1]),
  );

/** What the programs in C put at each place: their support files, with a main that prints. */
export function bytesOfC(folder: Folder, places: readonly Place[]): number[] {
  const lines = places.map((place) => {
    const call =
      place[0] === 'pattern'
        ? `pattern_byte(${place[1]}u, ${place[2]}u, ${place[3]}u)`
        : `noise_byte(${place[2]}u, ${place[1]}u)`;
    return `  fprintf(stderr, "%d ", ${call});`;
  });
  folder.write(
    'bytes.c',
    `#include <stdio.h>
#include "${support}/c/support/pattern.h"
#include "${support}/c/support/noise.h"
int main(void) {
  make_noise();
${lines.join('\n')}
  return 0;
}
`,
  );
  const compiled = folder.run('cc', ['-std=c99', '-Wall', '-Werror', '-o', 'bytes-c', 'bytes.c']);
  if (compiled.status !== 0) throw new Error(compiled.said);
  return numbersOf(folder.run('./bytes-c', []).said);
}

/** The same in Rust. */
export function bytesOfRust(folder: Folder, places: readonly Place[]): number[] {
  const lines = places.map((place) => {
    const call =
      place[0] === 'pattern'
        ? `pattern_byte(${place[1]}, ${place[2]}, ${place[3]})`
        : `noise.byte(${place[2]}, ${place[1]})`;
    return `    eprint!("{} ", ${call});`;
  });
  const parts = ['pattern', 'noise'].map((name) =>
    readFileSync(join(support, `rust/support/${name}.rs`), 'utf8'),
  );
  const main = `fn main() {\n    let noise = Noise::new();\n${lines.join('\n')}\n}\n`;
  folder.write('bytes.rs', [...parts, main].join('\n'));
  const compiled = folder.run('rustc', ['--edition', '2021', '-o', 'bytes-rust', 'bytes.rs']);
  if (compiled.status !== 0) throw new Error(compiled.said);
  return numbersOf(folder.run('./bytes-rust', []).said);
}

const numbersOf = (text: string): number[] => text.trim().split(' ').map(Number);
