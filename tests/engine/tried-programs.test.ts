import { expect, test } from 'vitest';
import { unpackProgram } from '../../dist/src/core/execution-batch.js';
import { decoded, keptRecord } from '../../dist/src/core/recorded-execution.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import { TrialRunner, type TriedProgram } from '../../dist/src/engine/run-trial.js';
import { openSession } from '../../dist/src/engine/session.js';
import { judgeGroups } from '../../dist/src/engine/try-programs.js';
import { ProgramSource } from '../../dist/src/generate/program-source.js';
import { explainDerived } from '../../dist/src/judge/explain.js';
import { CLEAN } from '../../dist/src/judge/kernel-state.js';

const PROGRAMS = 24;
const LONGEST = 300;

interface Tried {
  /** Properties that both judges were asked about, by how many programs held. */
  readonly held: Readonly<Partial<Record<PropertyId, number>>>;
  readonly broken: readonly PropertyId[];
}

/** Tries the first programs of a campaign that are clean; a difference between the judges throws. */
async function tryFirst(locator: string, isBrief = false): Promise<Tried> {
  const session = await openSession({ locator });
  try {
    const { programs } = new ProgramSource(session.plan, 1).batch(0, PROGRAMS);
    const batch = await session.run(programs);
    const due: TriedProgram[] = [];
    for (let index = 0; index < programs.count; index++) {
      const program = unpackProgram(programs, index);
      const recorded = keptRecord({ batch, index, program });
      const main = decoded(recorded);
      if (main.steps.length > LONGEST || session.kernel.judge(recorded.batch, 0, 0) !== CLEAN)
        continue;
      due.push({ main, recorded, isCompared: true, isBrief });
    }
    const trials = new TrialRunner(session);
    const tried = await trials.tryAll(due, trials.claimed());
    const held: Partial<Record<PropertyId, number>> = {};
    const broken = new Set<PropertyId>();
    for (const [program, groups] of tried) {
      const { findings, checks } = judgeGroups(session, program, groups);
      for (const { property } of findings) broken.add(property);
      for (const [property] of checks) {
        if (!findings.some((finding) => finding.property === property))
          held[property] = (held[property] ?? 0) + 1;
      }
    }
    return { held, broken: [...broken] };
  } finally {
    await session.subject.close();
  }
}

const member = (name: string): string => `dist/tests/zoo/members/${name}.js`;

test('both judges of derived executions clear the reference allocators', async () => {
  const bump = await tryFirst('builtin:bump');
  expect(bump.broken).toEqual([]);
  expect(Object.keys(bump.held).sort()).toEqual(['deterministic', 'failed-call-no-effect']);
  const firstFit = await tryFirst('builtin:first-fit');
  expect(firstFit.broken).toEqual([]);
  expect(Object.keys(firstFit.held).sort()).toEqual([
    'deterministic',
    'failed-call-no-effect',
    'full-reclaim',
  ]);
});

test.each([
  ['coalesce-forgets-left', 'full-reclaim'],
  ['loses-one-hole-among-permuted-frees', 'full-reclaim'],
  ['slot-lost-at-a-refusal', 'full-reclaim'],
  ['state-changed-by-refused-request', 'failed-call-no-effect'],
  ['growth-leaks-each-round', 'bounded-growth'],
  ['hidden-counter', 'deterministic'],
] as const)('neither judge clears %s of %s', async (name, property) => {
  expect((await tryFirst(member(name))).broken).toContain(property);
});

test('a leak shows where a quarter of the rounds is run first as well', async () => {
  const { broken } = await tryFirst(member('growth-leaks-each-round'), true);
  expect(broken).toContain('bounded-growth');
});

test('what several programs ask for is run together and answered as what each asks for alone', async () => {
  const session = await openSession({ locator: 'builtin:first-fit' });
  try {
    const { programs } = new ProgramSource(session.plan, 2).batch(0, 4);
    const batch = await session.run(programs);
    const due: TriedProgram[] = [0, 1, 2, 3].map((index) => {
      const program = unpackProgram(programs, index);
      const recorded = keptRecord({ batch, index, program });
      return { main: decoded(recorded), recorded, isCompared: true, isBrief: false };
    });
    const trials = new TrialRunner(session);
    const wanted = trials.claimed();
    const tried = await trials.tryAll(due, wanted);
    const context = {
      contract: session.contract,
      subject: session.subject.description,
      terms: session.terms,
    };
    for (const [program, groups] of tried) {
      const together = groups.flatMap(({ others }) => others);
      const alone = (await new TrialRunner(session).run(program.main, wanted)).others;
      const rolesOf = (others: typeof alone): string[] => others.map(({ role }) => role).sort();
      expect(rolesOf(together)).toEqual(rolesOf(alone));
      expect(explainDerived({ main: program.main, others: together }, context)).toEqual(
        explainDerived({ main: program.main, others: alone }, context),
      );
    }
  } finally {
    await session.subject.close();
  }
});
