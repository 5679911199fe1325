import { expect, test } from 'vitest';
import { SubjectError } from '../../dist/src/core/errors.js';
import { Interrupted } from '../../dist/src/engine/interrupted.js';
import { openSession } from '../../dist/src/engine/session.js';

test('a subject whose loading fails is at fault, unless the user has stopped it', async () => {
  const stop = new AbortController();
  const options = { locator: 'missing.mjs', signal: stop.signal };
  await expect(openSession(options)).rejects.toBeInstanceOf(SubjectError);
  stop.abort();
  await expect(openSession(options)).rejects.toBeInstanceOf(Interrupted);
});
