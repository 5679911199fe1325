import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { certifySubject, root, violatedIn } from '../../support/certify-subject.js';
import { needsCompiler } from '../native/native-corpus.js';
import { programFolder, wireSources } from './far-sides.js';

// Goal: a far side that is killed from outside accuses nobody, and is told all the same.
// Method: the allocator of examples/c kills itself at an alloc, if no process before it has done so.

const folder = programFolder();

const killed = (mark: string): string => `
  static int calls;
  if (++calls == 300 && open("${mark}", O_CREAT | O_EXCL | O_WRONLY, 0600) >= 0) raise(SIGKILL);`;

test('a far side that is killed once is told, and the property is inconclusive', async (context) => {
  needsCompiler(context);
  const place = '(void)entry, (void)align;';
  const freeList = readFileSync(join(root, 'examples/c/free-list.c'), 'utf8');
  expect(freeList).toContain(place);
  const source = join(folder.path, 'killed-once.c');
  const text = freeList.replace(place, `${place}${killed(join(folder.path, 'mark'))}`);
  writeFileSync(source, `#include <fcntl.h>\n#include <signal.h>\n${text}`);
  const sources = [relative(root, source), ...wireSources];
  const headers = `-I${join(root, 'examples/c')}`;
  const locator = `command:${folder.compile('killed-once', sources, headers)}`;
  const result = await certifySubject({ locator, seed: 1, runs: 200 });
  expect(violatedIn(result)).toEqual([]);
  const fault = result.properties.find(({ id }) => id === 'no-fault');
  expect(fault).toMatchObject({
    verdict: 'inconclusive',
    seenOnce: { programs: 1, witness: { proof: 'none' } },
  });
});
