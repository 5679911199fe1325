import { expect, test } from 'vitest';
import { certifySubject } from '../support/certify-subject.js';
import { moduleFolder } from '../subjects/module/module-files.js';

// Goal: of a property with several clauses the one is named that was broken.

const folder = moduleFolder();

test('a free that is accepted twice breaks free.twice, where free(null) is promised as well', async () => {
  const locator = folder.write(
    'accepts.mjs',
    `export const contract = {
      extends: 'pool',
      requests: ['alloc', 'dealloc', 'deallocNull', 'deallocInvalid'],
      reclaims: 'nothing',
      free: { null: 'ignored', twice: 'rejected' },
    };
    export default ({ base, bytes }) => {
      let next = base;
      return {
        alloc(size, align) {
          const at = Math.ceil(next / align) * align;
          return at + size > base + bytes ? null : (next = at + size) - size;
        },
        dealloc: () => true,
        deallocNull() {},
      };
    };`,
  );
  const { properties } = await certifySubject({ locator, seed: 1, runs: 64 });
  expect(properties.find(({ id }) => id === 'invalid-free')).toMatchObject({
    ...{ verdict: 'violated', clause: 'free.twice' },
  });
});
