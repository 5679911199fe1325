import { expect, test } from 'vitest';
import { certifySubject, violatedIn, witnessesIn } from '../../support/certify-subject.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

// Goal: a write far behind the pool ends the subject where it was made. Whatever else is mapped there,
// the record of the batch among it, would be changed without a word.

const folder = libraryFolder();

test('a write 340 KiB behind the pool is a fault in the request that made it', async (context) => {
  needsCompiler(context);
  const locator = folder.compile('wild-writes.c');
  for (const seed of [1, 2, 3]) {
    const result = await certifySubject({ locator, seed, runs: 64 });
    expect(violatedIn(result), `seed ${seed}`).toEqual(['no-fault']);
    expect(witnessesIn(result)).toEqual([
      expect.stringMatching(/allocert\/1 \{region=\d+\} A=alloc\(101\)$/),
    ]);
  }
});
