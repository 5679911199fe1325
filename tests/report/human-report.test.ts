import { expect, test } from 'vitest';
import { allocationName } from '../../dist/src/core/allocation-name.js';
import type { Evidence } from '../../dist/src/core/evidence.js';
import { humanReport } from '../../dist/src/report/human/human-report.js';
import { fileLayout } from '../../dist/src/report/human/layout.js';
import { plainPaint, type Paint } from '../../dist/src/report/human/paint.js';
import { tool } from '../../dist/src/witness/tool.js';
import {
  execution,
  finding,
  granted,
  holder,
  noFlags,
  overlapEvidence,
  result,
  witness,
} from './report-fixture.js';

const stamp = `${tool.name} ${tool.version}`;
const render = (...args: Parameters<typeof humanReport>): string =>
  humanReport(...args).replace(stamp, 'allocert 0.0.0');

const violated = result(
  {
    'no-overlap': {
      verdict: 'violated',
      witness: witness(finding('no-overlap', overlapEvidence), undefined, {
        consequences: [finding('content-preserved', overlapEvidence)],
        failsIn: [3, 5],
        file: '.allocert/witnesses/no-overlap-7c1f.json',
      }),
    },
    'zero-size': {
      verdict: 'notApplicable',
      clause: '',
      checks: 0,
      reason: 'the contract does not claim it',
    },
    'full-reclaim': { verdict: 'inconclusive', checks: 0, reason: 'never exercised' },
    placement: {
      verdict: 'notApplicable',
      clause: 'placement',
      checks: 0,
      reason: 'not asked for (--property)',
    },
  },
  {
    verdict: 'violated',
    coverage: [
      { goal: 'exhausted', reached: 9, needed: 8 },
      { goal: 'coalesce.both', reached: 1, needed: 16 },
    ],
    leftOut: [
      { id: 'realloc.grow', because: 'there is no realloc' },
      { id: 'realloc.shrink', because: 'there is no realloc' },
      { id: 'size.large', because: 'it does not fit' },
    ],
    notes: ['a saved witness is fixed'],
  },
);

test('a violation is reported on one screen, from the verdicts to the commands', () => {
  expect(
    render(violated, { subject: ['--contract', 'c17'], campaign: ['--runs', '100'] }, plainPaint),
  ).toMatchSnapshot();
});

test('what holds is reported with its bounds', () => {
  expect(render(result(), noFlags, plainPaint)).toMatchSnapshot();
});

test('at 80 columns no line is longer but what is to be copied', () => {
  const layout = { ...fileLayout, width: 80, isTerminal: true };
  for (const judged of [violated, result()]) {
    const lines = render(judged, noFlags, plainPaint, layout).split('\n');
    const tooLong = lines.filter((line) => line.length > 80);
    expect(tooLong.filter((line) => !/^ {4}(?:npx|allocert\/1) /.test(line))).toEqual([]);
  }
});

test('a reason that does not fit its column goes on below itself', () => {
  const reason = 'claimed, but it cannot be observed in this subject';
  const judged = result({ 'bounded-growth': { verdict: 'notApplicable', checks: 0, reason } });
  const layout = { ...fileLayout, width: 80, isTerminal: true };
  expect(render(judged, noFlags, plainPaint, layout)).toMatch(
    /bounded-growth {9}not applicable {7}0 {2}claimed, but it cannot be\n {49}observed in this subject\n/,
  );
});

test('goals that cannot be met are told where that is asked for', () => {
  const told = (isVerbose: boolean): string =>
    render(violated, noFlags, plainPaint, { ...fileLayout, isVerbose });
  expect(told(false)).not.toContain('left out');
  expect(told(true)).toContain('    left out: realloc.grow, realloc.shrink: there is no realloc\n');
});

test('goals missed beside a violation are one line, else one line each', () => {
  const coverage = [
    { goal: 'coalesce.both', reached: 1, needed: 16 },
    { goal: 'exhausted', reached: 0, needed: 8 },
  ];
  const judged = (verdict: 'violated' | 'inconclusive'): string =>
    render(result({}, { verdict, coverage }), noFlags, plainPaint);
  expect(judged('violated')).toContain('0 of 2 goals met; missed: coalesce.both, exhausted\n');
  expect(judged('inconclusive')).toContain('missed:\n    coalesce.both: 1 of 16\n');
});

test('the last line is the verdict', () => {
  const last = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);
  expect(last(render(violated, noFlags, plainPaint))).toMatch(
    /^\.\/my allocator\.mjs: VIOLATED no-overlap/,
  );
  expect(last(render(result(), noFlags, plainPaint))).toContain('HOLDS within 2,000 programs');
  const missed = result(
    { alignment: { verdict: 'inconclusive', reason: 'never exercised' } },
    { verdict: 'inconclusive' },
  );
  expect(last(render(missed, noFlags, plainPaint))).toContain('INCONCLUSIVE alignment');
});

test('a dropped claim is told beside the table, one that was not asked for is not', () => {
  const text = render(violated, noFlags, plainPaint);
  expect(text).toContain('NOT CLAIMED: 1 of 19: by contract sample contract');
  expect(text).toMatch(/about\s+zero-size\./);
});

test('colour adds nothing that the plain text does not say', () => {
  const paint: Paint = (style, text) => `<${style}>${text}</${style}>`;
  const painted = render(violated, noFlags, paint);
  expect(painted).toContain('<red>VIOLATED');
  expect(painted.replace(/<\/?(?:bold|dim|red|green|yellow)>/g, '')).toBe(
    render(violated, noFlags, plainPaint),
  );
});

test('without a witness file the literal itself is replayed', () => {
  const unsaved = result({
    'no-overlap': { verdict: 'violated', witness: witness(finding('no-overlap', overlapEvidence)) },
  });
  expect(render(unsaved, { subject: ['--contract', 'c17'], campaign: [] }, plainPaint)).toContain(
    "npx allocert replay 'allocert/1 {region=1024} A=alloc(32) B=alloc(32) C=alloc(16,8)' " +
      "--subject './my allocator.mjs' --contract c17",
  );
});

test('an interrupted campaign is told to be partial', () => {
  expect(render(result({}, { ended: 'interrupted' }), noFlags, plainPaint)).toContain(
    'this report is partial',
  );
  expect(render(result({}, { ended: 'timeSpent' }), noFlags, plainPaint)).toContain(
    'the time is spent',
  );
});

test('a long witness shows the allocations concerned and counts the other requests', () => {
  const others = Array.from({ length: 40 }, (_, index) => `${allocationName(index + 1)}=alloc(1)`);
  const main = execution(`allocert/1 A=alloc(32) ${others.join(' ')}`, [granted(0n)]);
  const evidence: Evidence = {
    kind: 'overlap',
    grant: holder(41, 0n, 1n),
    live: holder(1, 0n, 32n),
    shared: holder(41, 0n, 1n).range,
  };
  const text = render(
    result({
      'no-overlap': {
        verdict: 'violated',
        witness: witness(finding('no-overlap', evidence, 41), main),
      },
    }),
    noFlags,
    plainPaint,
  );
  expect(text).toContain('39 other requests (in the program below)');
  expect(text).toMatch(/ 1 {2}A = alloc\(32\)/);
});
