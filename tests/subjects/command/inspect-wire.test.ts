import { expect, test } from 'vitest';
import { inspect } from '../../../dist/src/engine/inspect.js';
import { inspectText } from '../../../dist/src/report/explain/inspect-text.js';
import { offsetsCommand } from './far-sides.js';

test('inspect shows the slots, the window and the region that a hello names (S39)', async () => {
  const found = await inspect({ locator: `command:${offsetsCommand('right')}` });
  const lines = inspectText(found).split('\n');
  expect(lines.filter((line) => /^ {2}(?:region|slots|window)/.test(line))).toMatchInlineSnapshot(`
    [
      "  region          its own, of fixed length",
      "  region length   65,536 bytes at most",
      "  slots           16 live blocks at most",
      "  window          1,024 bytes on their way",
    ]
  `);
});
