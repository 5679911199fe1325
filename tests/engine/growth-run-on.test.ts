import { expect, test } from 'vitest';
import { boundedGrowth } from '../../dist/properties/bounded-growth.js';
import { packPrograms } from '../../dist/src/core/execution-batch.js';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { contextOf } from '../../dist/src/engine/examine.js';
import { TrialRunner } from '../../dist/src/engine/run-trial.js';
import { openSession } from '../../dist/src/engine/session.js';
import { inProcessSubject } from '../../dist/src/subjects/in-process-subject.js';
import { moduleTarget } from '../../dist/src/subjects/module/module-target.js';
import type { Target } from '../../dist/src/subjects/target.js';
import { describeSubject } from '../contract/describe-subject.js';

/*
 * Goal: growth over rounds that stops by itself is lawful, whatever the limit of the world, and growth that
 * does not is none. Method: a heap that takes another page for each block, and takes what was freed again
 * only when it has so many pages, judged in a world whose limit it meets within 64 rounds.
 */

const PAGE_BYTES = 65_536;
/** Met in round 63, when the growth of all of these is well under way. */
const LIMIT_BYTES = 64 * PAGE_BYTES;

/** A heap that grows a page a block until it has `most` of them, as far as the world's limit lets it. */
function quarantine(most: number): Target {
  let limitBytes = 0;
  const target = moduleTarget({
    kind: 'made',
    make: () => {
      const free: number[] = [];
      let pages = 1;
      return {
        footprint: () => pages * PAGE_BYTES,
        alloc: () => {
          if (pages >= most) return free.shift() ?? null;
          if (limitBytes > 0 && pages * PAGE_BYTES >= limitBytes) return null;
          return PAGE_BYTES * pages++;
        },
        dealloc: (address: number) => void free.push(address),
      };
    },
  });
  return {
    open(world, settings) {
      limitBytes = world.limitBytes;
      return target.open(world, settings);
    },
  };
}

async function judged(most: number): Promise<unknown> {
  const description = describeSubject({
    kinds: ['alloc', 'dealloc', 'fill', 'drain'],
    hasMemory: false,
    regionIsGiven: false,
    growable: true,
    footprintMeasured: true,
  });
  const subject = inProcessSubject({ description, target: quarantine(most) });
  const input = { requests: ['alloc', 'dealloc'], growth: 'bounded' };
  const session = await openSession({
    ...{ locator: 'a heap', subject },
    contract: { input, where: 'a test' },
  });
  const program = parseProgram(`allocert/1 {limit=${LIMIT_BYTES}} A=alloc(16)`);
  const batch = await session.run(packPrograms([program]));
  const main = decodeExecution(batch, 0, program);
  const trial = await new TrialRunner(session).run(main, ['bounded-growth']);
  const judgement = boundedGrowth.checkTrial?.(trial, contextOf(session));
  return typeof judgement === 'object' ? judgement.evidence : judgement;
}

test('growth that stops behind the limit of the world is lawful', async () => {
  expect(await judged(200)).toBe('holds');
});

test('growth that goes on for as many rounds as are run is a leak', async () => {
  expect(await judged(100_000)).toMatchObject({ kind: 'leak' });
});

test('growth within 64 rounds that stays below twice as much is not run on', async () => {
  expect(await judged(8)).toBe('holds');
});
