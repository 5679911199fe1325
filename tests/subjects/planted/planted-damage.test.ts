import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import type { DamageEvent } from '../../../dist/src/core/execution.js';
import { patternBase, patternByte } from '../../../dist/src/core/pattern.js';
import { openCommandSubject } from '../../../dist/src/subjects/command/command-subject.js';
import { inProcessSubject } from '../../../dist/src/subjects/in-process-subject.js';
import { GivenRegion } from '../../../dist/src/subjects/module/given-region.js';
import { moduleTarget } from '../../../dist/src/subjects/module/module-target.js';
import {
  openNativeSubject,
  type NativeOptions,
} from '../../../dist/src/subjects/native/native-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { describeSubject } from '../../contract/describe-subject.js';
import { programFolder, wireSources } from '../command/far-sides.js';
import { libraryFolder, needsCompiler, runLiterals } from '../native/native-corpus.js';
import { FLIPPED, plantingAllocator } from './planting-allocator.js';

/**
 * Goal: contents are compared where the allocator runs, and whoever does it overlooks no byte that it
 * watches; the specification has nothing else to go by.
 * Method: an allocator damages one byte, at every class of offset, in blocks of every class of length and
 * at every distance from a word; each observer must tell that byte, and nothing else.
 */

const folder = libraryFolder();
const programs = programFolder();
const planter = 'tests/subjects/native/c/planter.c';

const observers: readonly (readonly [string, (context: TestContext) => Promise<Subject>])[] = [
  ['the executor, in memory that it can index', () => Promise.resolve(inModule())],
  ['the C driver', native({})],
  [
    'the executor, through koffi',
    native({
      compilers: ['cc-that-is-not-there'],
      cacheFolder: join(folder.path, 'empty-cache'),
    }),
  ],
  [
    'the far side in C',
    (context): Promise<Subject> => {
      needsCompiler(context);
      const include = `-I${join(import.meta.dirname, '../../../examples/c')}`;
      return openCommandSubject(
        programs.compile('planter', [planter, ...wireSources], '-DWIRE', include),
      );
    },
  ],
];

const levels = ['edges', 'full'] as const;
type Level = (typeof levels)[number];

/** What is written and read of a block: all of it, or so many bytes at either end, whole words at the last. */
function isWatched(level: Level, length: number, offset: number): boolean {
  const [whole, edge] = level === 'edges' ? [36, 16] : [65_536, 32_768];
  return length <= whole || offset < edge || offset >= ((length - edge) & ~3);
}

/** Zeros of long grants are read at their ends where not all is read (decision 37). */
const isReadOfZeros = (length: number, offset: number): boolean =>
  length <= 16_384 || offset < 2_048 || offset >= length - 2_048;

const short = [1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 35, 36];
const long = [37, 38, 39, 40, 64, 101, 16_387, 70_001];

/** Every offset of a short block; of a long one those around the ends of what is watched, and the middle. */
const offsetsOf = (length: number): readonly number[] =>
  short.includes(length)
    ? Array.from({ length }, (_, offset) => offset)
    : [0, 1, 2, 3, 4, 5, 14, 15, 16, 17, length >> 1]
        .concat(
          [-22, -21, -20, -19, -18, -17, -16, -15, -5, -4, -3, -2, -1].map((at) => length + at),
        )
        .concat([2_047, 2_048, 32_767, 32_768, length - 32_769, length - 32_768, length - 2_048])
        .filter((offset) => offset >= 0 && offset < length);

interface Planted {
  readonly literal: string;
  readonly aspect: DamageEvent['aspect'];
  readonly allocation: number;
  readonly offset: number;
  readonly expected: number;
  readonly watched: boolean;
}

/** With room for three blocks of a length. */
const world = (level: Level, length: number): string =>
  `allocert/1 {region=${length < 1_000 ? 2_048 : 262_144} fill=ones observe=${level}}`;

function plantedInContent(level: Level): Planted[] {
  return [...short, ...long].flatMap((length) =>
    offsetsOf(length).flatMap((offset) =>
      [1, 2, 3, 4].map((before): Planted => {
        const blocks = `P=alloc(${before}) A=alloc(${length}) B=alloc(${offset + 1})`;
        return {
          literal: `${world(level, length)} ${blocks} free(B) free(A)`,
          aspect: 'content',
          allocation: 2,
          offset,
          expected: patternByte(patternBase(2, 0), offset),
          watched: isWatched(level, length, offset),
        };
      }),
    ),
  );
}

/** After a realloc a block has other bytes than before, and so has the next generation. */
function plantedInGenerations(level: Level): Planted[] {
  return [0, 1, 2].flatMap((generation) =>
    offsetsOf(33).map((offset): Planted => {
      const reallocs = Array.from({ length: generation }, () => 'realloc(A,33)').join(' ');
      return {
        literal: `${world(level, 33)} A=alloc(33) ${reallocs} B=alloc(${offset + 1}) free(B) free(A)`,
        aspect: 'content',
        allocation: 1,
        offset,
        expected: patternByte(patternBase(1, generation), offset),
        watched: true,
      };
    }),
  );
}

function plantedInKept(level: Level): Planted[] {
  return [...short, ...long.slice(0, 6)].flatMap((length) =>
    offsetsOf(length).map((offset): Planted => ({
      literal: `${world(level, length)} A=alloc(${length}) realloc(A,${512 + offset})`,
      aspect: 'reallocKept',
      allocation: 1,
      offset,
      expected: patternByte(patternBase(1, 0), offset),
      watched: isWatched(level, length, offset),
    })),
  );
}

/** A far side reads all zeros, for it is told of no level but three. */
function plantedInZeroed(level: Level, readsAll: boolean): Planted[] {
  return [...short, ...long].flatMap((length) =>
    offsetsOf(length).map((offset): Planted => ({
      literal: `${world(level, length)} A=alloc(${offset + 1}) B=allocZeroed(${length})`,
      aspect: 'zeroed',
      allocation: 2,
      offset,
      expected: 0,
      watched: readsAll || level === 'full' || isReadOfZeros(length, offset),
    })),
  );
}

test.for(observers.map(([name, open]) => ({ name, open })))(
  '$name tells every byte that was damaged, and no other',
  async ({ open }, context) => {
    const subject = await open(context);
    try {
      for (const level of levels) {
        const planted = [
          ...plantedInContent(level),
          ...plantedInGenerations(level),
          ...plantedInKept(level),
          ...plantedInZeroed(level, subject.description.kind === 'command'),
        ];
        const executions = await runLiterals(
          subject,
          planted.map(({ literal }) => literal),
        );
        const told = executions.map(({ damages }) => damages.map(shown).join());
        const wrong = planted.flatMap((one, index) =>
          told[index] === mustTell(one) ? [] : [`${one.literal}: ${told[index]}`],
        );
        expect(wrong).toEqual([]);
        expect(told.filter((text) => text !== '').length).toBeGreaterThan(1_000);
      }
    } finally {
      await subject.close();
    }
  },
);

const shown = (damage: DamageEvent): string =>
  `${damage.aspect} of ${damage.allocation} at ${damage.firstOffset} to ${damage.lastOffset}, ` +
  `${damage.badBytes}: ${damage.expected[0]} ${damage.seen[0]}`;

const mustTell = ({ aspect, allocation, offset, expected, watched }: Planted): string =>
  watched
    ? `${aspect} of ${allocation} at ${offset} to ${offset}, 1: ${expected} ${expected ^ FLIPPED}`
    : '';

function inModule(): Subject {
  const make = plantingAllocator as (...pool: readonly unknown[]) => unknown;
  const target = moduleTarget({ kind: 'pool', make, region: new GivenRegion() });
  const description = describeSubject({ kinds: ['alloc', 'allocZeroed', 'realloc', 'dealloc'] });
  return inProcessSubject({ description, target });
}

function native(options: NativeOptions): (context: TestContext) => Promise<Subject> {
  return (context: TestContext): Promise<Subject> => {
    needsCompiler(context);
    return openNativeSubject(folder.compile('planter.c'), options);
  };
}
