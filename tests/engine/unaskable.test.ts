import { expect, test } from 'vitest';
import { preset } from '../../dist/src/contract/document/parse-contract.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import type { PresetName } from '../../dist/src/contract/presets/index.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { unaskable } from '../../dist/src/engine/unaskable.js';
import { givenRegion, nativeMalloc } from '../generate/subjects.js';

/** Why a literal cannot be put to a subject under a preset; undefined where it can. */
function reasonFor(
  description: SubjectDescription,
  name: PresetName,
  text: string,
): string | undefined {
  const terms = termsOf(preset(name), description);
  return unaskable({ terms }, parseProgram(`allocert/1 ${text}`));
}

const bare: SubjectDescription = { ...givenRegion, kinds: ['alloc', 'dealloc'] };

test.each([
  ['posix', nativeMalloc, 'A=alloc(8) realloc(A,64) free(A) free(null)', undefined],
  ['posix', nativeMalloc, 'A=posix_memalign:badAlign(24,3)', undefined],
  ['posix', nativeMalloc, 'A=badAlign(24,3)', /request 1 is badAlign, .* posix_memalign only/],
  ['posix', nativeMalloc, 'A=posix_memalign:badAlign(24,8)', /8 is no bad alignment/],
  ['posix', nativeMalloc, 'A=posix_memalign:alloc(8,8)', undefined],
  ['posix', nativeMalloc, 'A=posix_memalign:alloc(8,4)', /below the size of a pointer, 8/],
  ['posix', nativeMalloc, 'A=alloc(8,64)', /through aligned_alloc, posix_memalign, memalign only/],
  ['pool', givenRegion, '{region=1024} A=alloc(8,64)', undefined],
  ['pool', bare, '{region=1024 resets=1} A=alloc(8)', /its world asks for resets/],
  ['c17', nativeMalloc, 'A=badAlign(24,3)', /contract c17 leaves undefined/],
  [
    'c17',
    nativeMalloc,
    'A=alloc(8) freeInvalid(twice,A)',
    /freeInvalid\(twice\), which contract c17 leaves/,
  ],
  ['c17', nativeMalloc, 'A=memalign:alloc(8,16)', /entryPoints/],
  [
    'pool',
    bare,
    '{region=1024} A=alloc(8) realloc(A,9)',
    /realloc of 9 bytes, for which the subject has no/,
  ],
  ['pool', givenRegion, '{region=1024} free(null)', /free\(null\), which contract pool leaves/],
] as const)('%s: what can be asked of a subject, and why not', (name, subject, text, reason) => {
  const told = reasonFor(subject, name, text);
  if (reason === undefined) expect(told).toBeUndefined();
  else expect(told).toMatch(reason);
});
