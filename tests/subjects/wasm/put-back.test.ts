import { afterAll, expect, test } from 'vitest';
import { inProcessSubject } from '../../../dist/src/subjects/in-process-subject.js';
import { loadSubject } from '../../../dist/src/subjects/load-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import type { Freshness, Target } from '../../../dist/src/subjects/target.js';
import { wasmFile } from '../../support/wasm-file.js';
import { answers, runLiterals } from '../worker/run-literals.js';
import { assemble, loadText } from './assemble.js';

const opened: Subject[] = [];
afterAll(() => Promise.all(opened.map((subject) => subject.close())));

/**
 * A bump allocator in four megabytes. A request of 13 bytes writes to a page far above all blocks,
 * after which blocks begin 64 bytes later; one of 17 bytes does not come back.
 */
const straying = `(module
  (memory (export "memory") 64)
  (global $cursor (mut i32) (i32.const 65536))
  (func (export "malloc") (param $size i32) (result i32)
    (local $block i32)
    (if (i32.eq (local.get $size) (i32.const 13))
      (then (i32.store8 (i32.const 3000000) (i32.const 64))))
    (if (i32.eq (local.get $size) (i32.const 17)) (then (loop $for_ever (br $for_ever))))
    (local.set $block (i32.add (global.get $cursor) (i32.load8_u (i32.const 3000000))))
    (global.set $cursor
      (i32.and (i32.add (i32.add (local.get $block) (local.get $size)) (i32.const 7)) (i32.const -8)))
    (local.get $block))
  (func (export "free") (param i32)))`;

const straysFile = wasmFile(assemble(straying));

/** Programs of which those at `at` do what is said, behind so many that what programs change is known. */
const programsWith = (at: Readonly<Record<number, string>>): string[] =>
  Array.from({ length: 64 }, (_, index) => at[index] ?? 'A=alloc(8) B=alloc(16)');

test('a page that no program had changed before is put back for the next ones, which run again', async () => {
  const seen: Freshness[] = [];
  const loaded = loadText(straying);
  const { target } = loaded;
  const watched: Target = {
    open: (world, given) => target.open(world, given),
    settle: (isLast) => {
      const freshness = target.settle(isLast);
      seen.push(freshness);
      return freshness;
    },
  };
  const subject = inProcessSubject({ ...loaded, target: watched });
  const executions = await runLiterals(subject, programsWith({ 40: 'A=alloc(13)' }));
  const granted = executions.map((execution) => answers(execution));
  expect(granted.filter((_, index) => index !== 40)).toEqual(
    Array.from({ length: 63 }, () => [65_536, 65_544]),
  );
  expect(granted[40]).toEqual([65_600]);
  expect(seen.filter((freshness) => freshness === 'stale')).toEqual(['stale']);
  expect(seen).toContain('unknown');
  expect(target.instancesMade).toBe(1);
});

test('programs that may have met what one left behind run again when the thread dies before it is known', async () => {
  const { subject } = await loadSubject(straysFile);
  opened.push(subject);
  const programs = programsWith({ 40: 'A=alloc(13)', 43: 'A=alloc(17)' });
  const limits = { hangLimitMs: 200, confirmHangs: false };
  const executions = await runLiterals(subject, programs, limits);
  expect(executions.map((execution) => answers(execution))).toEqual(
    programs.map((_, index) =>
      index === 40 ? [65_600] : index === 43 ? ['pending'] : [65_536, 65_544],
    ),
  );
  expect(executions.map((execution) => execution.death?.fault)).toEqual(
    programs.map((_, index) => (index === 43 ? 'hang' : undefined)),
  );
});
