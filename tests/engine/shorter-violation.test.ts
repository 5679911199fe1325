import { expect, test } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { judgeTrial, violationOf } from '../../dist/src/engine/examine.js';
import { runPrograms } from '../../dist/src/engine/run-programs.js';
import { openSession } from '../../dist/src/engine/session.js';
import { isShorter, type Violation } from '../../dist/src/engine/violation.js';

/** What two programs break of a member of the zoo. */
async function violationsOf(member: string, literals: readonly string[]): Promise<Violation[]> {
  const session = await openSession({ locator: `dist/tests/zoo/members/${member}.js` });
  try {
    const mains = await runPrograms(session, literals.map(parseProgram));
    return mains.flatMap((main) => {
      const trial = { main, others: [] };
      return violationOf(main.program, trial, judgeTrial(session, trial).findings) ?? [];
    });
  } finally {
    await session.subject.close();
  }
}

test('what breaks after fewer requests is shorter, whatever follows', async () => {
  const [early, late] = await violationsOf('one-byte-overlap', [
    'allocert/1 A=alloc(17) B=alloc(17) free(A) free(B) C=alloc(1)',
    'allocert/1 A=alloc(1) free(A) B=alloc(17) C=alloc(17)',
  ]);
  expect([early.property, late.property]).toEqual(['no-overlap', 'no-overlap']);
  expect([isShorter(early, late), isShorter(late, early), isShorter(early, early)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('another property is not, nor is what blames a size', async () => {
  const [early, late] = await violationsOf('size-truncated-to-32-bits', [
    'allocert/1 A=alloc(2^32+16)',
    'allocert/1 A=alloc(1) free(A) B=alloc(2^32+16)',
  ]);
  expect([early.property, late.property]).toEqual(['null-on-exhaustion', 'null-on-exhaustion']);
  expect(isShorter(early, late)).toBe(false);
  const [overlap] = await violationsOf('one-byte-overlap', ['allocert/1 A=alloc(17) B=alloc(17)']);
  expect(isShorter(early, overlap)).toBe(false);
});
