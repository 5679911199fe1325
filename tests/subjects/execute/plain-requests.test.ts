import { expect, test } from 'vitest';
import { decodeExecution } from '../../../dist/src/core/decode-execution.js';
import {
  packPrograms,
  type ExecutionBatch,
  type ProgramBatch,
} from '../../../dist/src/core/execution-batch.js';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import { packWord0 } from '../../../dist/src/core/request.js';
import { RequestKind } from '../../../dist/src/core/request-kind.js';
import { QuantityBase } from '../../../dist/src/core/quantity.js';
import { ProgramSource } from '../../../dist/src/generate/program-source.js';
import { openPlanned } from '../../support/planned-subject.js';

/**
 * Goal: the loop over plain requests records what the functions for every kind record.
 * Method: every program runs twice, once as generated and once with sizes written as 2^0 + (n - 1),
 * which means the same and is not plain.
 */
const files = [
  'dist/tests/zoo/correct/first-fit-list.js',
  'dist/tests/zoo/correct/offset-space.js',
  'dist/tests/zoo/members/metadata-written-into-live-block.js',
  'dist/tests/zoo/members/one-byte-overlap.js',
  'dist/tests/zoo/members/header-after-last-block-outside-pool.js',
  'dist/tests/zoo/members/throws-instead-of-null.js',
];

test.each(files)('%s is recorded alike by the plain loop and by the general way', async (file) => {
  const { subject, settings, plan } = await openPlanned(file);
  let changed = 0;
  for (const { programs: batch } of new ProgramSource(plan, 7).batches(0, 128)) {
    const general = withoutPlainSizes(batch);
    changed += general.words.filter((word, index) => word !== batch.words[index]).length;
    const asPlain = recordOf(await subject.run(batch, settings), batch.count);
    expect(recordOf(await subject.run(general, settings), batch.count)).toEqual(asPlain);
  }
  expect(changed).toBeGreaterThan(1_000);
  await subject.close();
});

/**
 * Goal: a macro that fills the books to the brim leaves room for the grants that follow it.
 * Method: as many blocks as the books begin with room for, then plain requests, and a drain; a block
 * that is lost from the books is freed twice or not at all.
 */
test.each([1_023, 1_024, 2_047, 2_048, 6_000])(
  'after %i blocks of a macro all blocks are freed once',
  async (blocks) => {
    const file = 'dist/tests/zoo/correct/first-fit-list.js';
    const { subject, settings } = await openPlanned(file, 10_000);
    const grants = (letter: string): string =>
      Array.from({ length: 40 }, (_, index) => `${letter}${index + 1}=alloc(16, 16)`).join(' ');
    const program = parseProgram(
      `allocert/1 {region=1048576 observe=edges} fill(16,16,${blocks}) ${grants('A')} drain(oddEven) ${grants('B')}`,
    );
    const batch = await subject.run(packPrograms([program]), settings);
    const { steps } = decodeExecution(batch, 0, program);
    const live = new Set<bigint>();
    for (const { outcome } of steps.slice(1)) {
      if (outcome.kind === 'granted') live.add(outcome.address);
      else if (outcome.kind === 'done') expect(live.delete(outcome.address)).toBe(true);
    }
    expect(steps.length).toBe(1 + 2 * (blocks + 40) + 40);
    expect(live.size).toBe(40);
    await subject.close();
  },
);

function withoutPlainSizes(batch: ProgramBatch): ProgramBatch {
  const words = batch.words.slice();
  const base = packWord0(0, 0, 0, 0, QuantityBase.powerOfTwo, 0);
  for (let at = 0; at < words.length; at += 4) {
    const kind = words[at] & 31;
    const isLiteral = words[at] >>> 18 === 0;
    if (!isLiteral || (kind !== RequestKind.alloc && kind !== RequestKind.dealloc)) continue;
    words[at] |= base;
    words[at + 2] -= 1;
  }
  return { ...batch, words };
}

/** What was written of a batch; where records are reused, what lies behind it is older. */
function recordOf(batch: ExecutionBatch, programs: number): unknown {
  const headers = [...batch.headers.subarray(0, programs * 16)];
  const last = (programs - 1) * 16;
  const steps = (headers[last + 1] + headers[last + 2]) * 9;
  const events = (headers[last + 3] + headers[last + 4]) * 20;
  return {
    headers,
    steps: Buffer.from(batch.steps.slice(0, steps).buffer).toString('base64'),
    events: batch.events
      .slice(0, events)
      .filter((_, index) => index % 20 < 18)
      .join(),
    messages: [...batch.messages],
  };
}
