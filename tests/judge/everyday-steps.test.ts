import { expect, test, vi } from 'vitest';
import { unpackWorld, type ExecutionBatch } from '../../dist/src/core/execution-batch.js';
import { EventType, WORDS_PER_EVENT } from '../../dist/src/core/event-record.js';
import { growthLimit } from '../../dist/src/core/growth-limit.js';
import { RequestKind } from '../../dist/src/core/request-kind.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../dist/src/core/step-record.js';
import { ProgramSource } from '../../dist/src/generate/program-source.js';
import { Kernel } from '../../dist/src/judge/kernel.js';
import { CLEAN, UNSURE } from '../../dist/src/judge/kernel-state.js';
import { termsOf, type Terms } from '../../dist/src/contract/terms/terms.js';
import { LiveLedger } from '../../dist/src/judge/live-ledger.js';
import { openPlanned } from '../support/planned-subject.js';

/**
 * Goal: the short way of plain steps gives the verdict and the counts of the loop over every kind.
 * Method: every record is judged twice, as it is and as one of a second thread, which means the same
 * to the general loop and is not plain.
 */
const correct = [
  'dist/tests/zoo/correct/first-fit-list.js',
  'dist/tests/zoo/correct/offset-space.js',
  'dist/bench/allocators/size-class.js',
];
const broken = [
  'dist/tests/zoo/members/one-byte-overlap.js',
  'dist/tests/zoo/members/metadata-written-into-live-block.js',
  'dist/tests/zoo/members/throws-instead-of-null.js',
];

test.each(correct)('%s is judged alike by the short way and by the general one', async (file) => {
  const { plainSteps, verdicts } = await judgeTwice(file);
  expect(plainSteps).toBeGreaterThan(1_000);
  expect([...verdicts].filter((verdict) => verdict !== CLEAN && verdict !== UNSURE)).toEqual([]);
});

test.each(broken)('what %s breaks is found by both ways at the same step', async (file) => {
  const { verdicts } = await judgeTwice(file);
  expect(verdicts.size).toBeGreaterThan(1);
});

test('blocks that may start anywhere take the short way, and count as no check of alignment', async () => {
  const file = 'dist/tests/zoo/correct/first-fit-list.js';
  const aligned = await judgeTwice(file, { granuleLog2: 0 });
  const anywhere = await judgeTwice(file, { granuleLog2: 0, naturalLog2: 0 });
  // Plain grants are not marked one by one: as many are plain.
  expect(anywhere.marks).toEqual(aligned.marks);
  expect(anywhere.marks.short).toBeLessThan(anywhere.marks.general);
});

test('contracts with weak alignment, a largest size and reclaimed layouts are judged alike', async () => {
  const { plainSteps } = await judgeTwice('dist/tests/zoo/correct/first-fit-list.js', {
    weak: true,
    smallest: 3,
    largest: 300,
    reuseLimit: 65_536,
  });
  expect(plainSteps).toBeGreaterThan(100);
});

test.each([...correct, ...broken])(
  '%s is judged alike, and the same way, where its addresses are those of a native heap',
  async (file) => {
    const { subject, contract, settings, plan } = await openPlanned(file);
    const { description } = subject;
    const rules = termsOf(contract, description);
    const [low, high] = [new Kernel(rules), new Kernel(rules)];
    const marked = vi.spyOn(LiveLedger.prototype, 'mark');
    for (const { programs: batch } of new ProgramSource(plan, 11).batches(0, 256)) {
      const answers = await subject.run(batch, settings);
      const verdicts = (kernel: Kernel): readonly number[] =>
        Array.from({ length: batch.count }, (_, index) =>
          kernel.judge(answers, index, growthLimit(description, unpackWorld(batch, index))),
        );
      marked.mockClear();
      const lowVerdicts = verdicts(low);
      const byTheGeneralWay = marked.mock.calls.length;
      moveUp(answers);
      marked.mockClear();
      expect(verdicts(high)).toEqual(lowVerdicts);
      expect(checksOf(high)).toEqual(checksOf(low));
      // Plain grants are not marked one by one: as many take the short way as before.
      expect(marked.mock.calls.length).toBe(byTheGeneralWay);
    }
    marked.mockRestore();
    await subject.close();
  },
);

/** Puts a record where a native heap lies: 47 bits, the sign bit of the lower word set. */
function moveUp({ steps, events }: ExecutionBatch): void {
  for (let at = 0; at < steps.length; at += WORDS_PER_STEP) {
    const outcome = (steps[at + 1] >> OUTCOME_SHIFT) & 7;
    if (outcome === Outcome.granted || outcome === Outcome.done) addTo(steps, at + 7);
  }
  for (let at = 0; at < events.length; at += WORDS_PER_EVENT) {
    if (events[at] !== EventType.extents) continue;
    addTo(events, at + 2);
    addTo(events, at + 4);
  }
}

function addTo(words: Int32Array, at: number): void {
  const value = BigInt.asUintN(64, pairAt(words, at) + 0x7fff_9000_0000n);
  words[at] = Number(BigInt.asIntN(32, value));
  words[at + 1] = Number(BigInt.asIntN(32, value >> 32n));
}

const pairAt = (words: Int32Array, at: number): bigint =>
  (BigInt(words[at + 1]) << 32n) | BigInt(words[at] >>> 0);

interface JudgedTwice {
  readonly plainSteps: number;
  readonly verdicts: ReadonlySet<number>;
  /** Live ranges that each judge marked outside of the short way. */
  readonly marks: { readonly short: number; readonly general: number };
}

async function judgeTwice(file: string, rules: Partial<Terms> = {}): Promise<JudgedTwice> {
  const { subject, contract, settings, plan } = await openPlanned(file);
  const { description } = subject;
  const compiled = { ...termsOf(contract, description), ...rules };
  const [short, general] = [new Kernel(compiled), new Kernel(compiled)];
  const verdicts = new Set<number>();
  const marked = vi.spyOn(LiveLedger.prototype, 'mark');
  const marks = { short: 0, general: 0 };
  let plainSteps = 0;
  for (const { programs: batch } of new ProgramSource(plan, 11).batches(0, 256)) {
    const answers = await subject.run(batch, settings);
    const limits = Array.from({ length: batch.count }, (_, index) =>
      growthLimit(description, unpackWorld(batch, index)),
    );
    marked.mockClear();
    const shortVerdicts = limits.map((limit, index) => short.judge(answers, index, limit));
    marks.short += marked.mock.calls.length;
    plainSteps += setThread(answers);
    marked.mockClear();
    const generalVerdicts = limits.map((limit, index) => general.judge(answers, index, limit));
    marks.general += marked.mock.calls.length;
    expect(shortVerdicts).toEqual(generalVerdicts);
    expect(checksOf(short)).toEqual(checksOf(general));
    shortVerdicts.forEach((verdict) => verdicts.add(verdict));
  }
  marked.mockRestore();
  await subject.close();
  return { plainSteps, verdicts, marks };
}

/** Marks every granted alloc and every done dealloc as of thread 1; answers how many there are. */
function setThread({ steps }: ExecutionBatch): number {
  let marked = 0;
  for (let at = 0; at < steps.length; at += WORDS_PER_STEP) {
    const kindAndOutcome = steps[at + 1] & (31 | (7 << OUTCOME_SHIFT));
    if (kindAndOutcome !== GRANTED_ALLOC && kindAndOutcome !== DONE_DEALLOC) continue;
    steps[at + 1] |= 1 << 14;
    marked++;
  }
  return marked;
}

const GRANTED_ALLOC = RequestKind.alloc | (Outcome.granted << OUTCOME_SHIFT);
const DONE_DEALLOC = RequestKind.dealloc | (Outcome.done << OUTCOME_SHIFT);

function checksOf(kernel: Kernel): ReadonlyMap<string, number> {
  const checks = new Map<string, number>();
  kernel.takeChecks(checks as Parameters<Kernel['takeChecks']>[0]);
  return checks;
}
