import { SubjectError, ToolBugError } from '../src/core/errors.js';
import type { DamageEvent } from '../src/core/execution.js';
import { patternBase, patternByte } from '../src/core/pattern.js';
import { printProgram } from '../src/core/program-literal.js';
import type { Program } from '../src/core/program.js';
import { findLive, requestedBytes, type LiveInterval } from '../models/interval-model.js';
import type { Moment } from './each-moment.js';

/**
 * Whether damaged bytes are what the record calls them: within the block that it names, and compared with
 * the bytes that this block must hold, which are worked out here anew; undefined where they are, else what
 * contradicts it.
 *
 * Bytes are compared where the allocator runs, and nobody else sees them. That nothing is overlooked there
 * is shown by tests/subjects/planted/planted-damage.test.ts, for every observer. Here it counts that nobody is
 * accused by an observer that has lost count of blocks or of their generations. What lay around the region
 * before init is known to the observer alone.
 */
export function falseDamage(moment: Moment, damage: DamageEvent): string | undefined {
  const { firstOffset, lastOffset, badBytes, expected, seen } = damage;
  if (badBytes < 1n || badBytes > lastOffset - firstOffset + 1n)
    return 'its offsets hold fewer bytes';
  if (expected[0] === seen[0]) return 'its first byte is what it must be';
  if (damage.aspect === 'outside') return undefined;
  const { step } = moment;
  if (damage.aspect !== 'content' && damage.allocation !== (step.allocation ?? step.index))
    return 'its request is about another block';
  const block = blockOf(moment, damage);
  if (block === undefined) return 'its block is not live';
  if (firstOffset < 0n || lastOffset >= promisedBytes(moment, damage, block))
    return 'its offsets are not within the block';
  const base = patternBase(block.allocation, block.generation);
  const shown = Number(lastOffset - firstOffset) + 1;
  const isFalse = expected.slice(0, shown).some((byte, index) => {
    const offset = Number(firstOffset) + index;
    return byte !== (damage.aspect === 'zeroed' ? 0 : patternByte(base, offset));
  });
  return isFalse ? 'the bytes that it expects were never written' : undefined;
}

/** The block as it was when the bytes were written: what a realloc keeps is of the generation before. */
function blockOf(moment: Moment, { aspect, allocation }: DamageEvent): LiveInterval | undefined {
  return findLive(aspect === 'reallocKept' ? moment.before : moment.after, allocation);
}

/** Bytes from the start of the block that the promise is about. */
function promisedBytes(moment: Moment, { aspect }: DamageEvent, { range }: LiveInterval): bigint {
  const length = range.end - range.start;
  const asked = requestedBytes(moment.step);
  return aspect === 'reallocKept' && asked < length ? asked : length;
}

/**
 * @throws ToolBugError for damage that cannot be; SubjectError where it is not allocert that compares, or
 * where the subject can have written into the record.
 */
export function requireTrueDamage(moment: Moment, damage: DamageEvent, program: Program): void {
  const contradiction = falseDamage(moment, damage);
  if (contradiction === undefined) return;
  const what = `damage recorded at step ${damage.step} cannot be: ${contradiction}`;
  if (moment.subject.contentsComparedBy === 'farSide') {
    throw new SubjectError(
      `${moment.subject.locator}: ${what}. The far side compares contents; see docs/protocol.md, and ` +
        `replay ${printProgram(program)}`,
    );
  }
  if (moment.subject.contentsComparedBy === 'sameProcess') {
    throw new SubjectError(
      `${moment.subject.locator}: ${what}. It runs in the process that keeps the record, and a write ` +
        `far outside of its region can reach it; replay ${printProgram(program)}`,
    );
  }
  throw new ToolBugError(`${what}, on ${printProgram(program)}`);
}
