import { expect, test } from 'vitest';
import { unpackWorld, type ExecutionBatch } from '../../dist/src/core/execution-batch.js';
import { growthLimit } from '../../dist/src/core/growth-limit.js';
import { RequestKind } from '../../dist/src/core/request-kind.js';
import { OUTCOME_SHIFT, Outcome, WORDS_PER_STEP } from '../../dist/src/core/step-record.js';
import { runBatches } from '../../dist/src/generate/campaign-source.js';
import { CLEAN, Kernel, UNSURE } from '../../dist/src/judge/kernel.js';
import { kernelRules } from '../../dist/src/judge/kernel-rules.js';
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

test('contracts with weak alignment, a largest size and reclaimed layouts are judged alike', async () => {
  const { plainSteps } = await judgeTwice('dist/tests/zoo/correct/first-fit-list.js', {
    weak: true,
    smallest: 3,
    largest: 300,
    reclaimsSameLayout: true,
  });
  expect(plainSteps).toBeGreaterThan(100);
});

async function judgeTwice(
  file: string,
  rules: Partial<ReturnType<typeof kernelRules>> = {},
): Promise<{ readonly plainSteps: number; readonly verdicts: ReadonlySet<number> }> {
  const { subject, contract, settings, plan } = await openPlanned(file);
  const { description } = subject;
  const compiled = { ...kernelRules(contract, description), ...rules };
  const [short, general] = [new Kernel(compiled), new Kernel(compiled)];
  const verdicts = new Set<number>();
  let plainSteps = 0;
  await runBatches({ plan, seed: 11, runs: 256 }, async (batch) => {
    const answers = await subject.run(batch, settings);
    const limits = Array.from({ length: batch.count }, (_, index) =>
      growthLimit(description, unpackWorld(batch, index)),
    );
    const shortVerdicts = limits.map((limit, index) => short.judge(answers, index, limit));
    plainSteps += setThread(answers);
    const generalVerdicts = limits.map((limit, index) => general.judge(answers, index, limit));
    expect(shortVerdicts).toEqual(generalVerdicts);
    expect(checksOf(short)).toEqual(checksOf(general));
    shortVerdicts.forEach((verdict) => verdicts.add(verdict));
    return true;
  });
  await subject.close();
  return { plainSteps, verdicts };
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
