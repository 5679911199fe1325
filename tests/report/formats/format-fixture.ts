import type { Report } from '../../../dist/src/report/json/report-schema.js';
import type { SubjectResult } from '../../../dist/src/core/result.js';
import { reportOf } from '../html/page-fixture.js';
import { overlapped } from '../html/page-fixture.js';
import { result } from '../report-fixture.js';

/** A subject under another name, where names would be taken for one. */
export const named = ({ subject, ...rest }: SubjectResult, name: string): SubjectResult => ({
  ...rest,
  subject: { ...subject, name, locator: name },
});

const inconclusive = result(
  { zeroed: { verdict: 'inconclusive', reason: 'never exercised', checks: 0 } },
  { verdict: 'inconclusive' },
);

/** One of each: a pass, a violation, no verdict, and one that could not be loaded. */
export const mixed = (name = 'violated.mjs', message = 'no such file'): Report => ({
  ...reportOf(
    [named(result(), 'holds.mjs'), named(overlapped(), name), named(inconclusive, 'open.mjs')],
    { command: 'npx allocert certify', effort: 'quick', platform: 'linux', exitCode: 1 },
  ),
  notLoaded: [{ locator: 'lost.mjs', code: 'ALLOCERT_SUBJECT', message }],
});

export const hostileNames = [
  'a%0A::error::b',
  'x\n::error title=y::z',
  '"><failure/>]]><!--&',
  'a,title=b:c',
  '\u0000\u001b[31m\ud800|`*<b>',
] as const;
