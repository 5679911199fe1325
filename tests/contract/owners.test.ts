import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';

// Goal: the page for owners shows the documents that the examples are certified by.

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'examples/owners');
const page = readFileSync(join(root, 'docs/contracts/owners.md'), 'utf8');
const documents = readdirSync(folder).filter((name) => name.endsWith('.json'));

test('there is a document for each kind of owner, and the page shows no other', () => {
  expect(documents).toEqual([
    'glue.json',
    'gpu-sub-allocator.json',
    'id-pool.json',
    'rtos-heap.json',
    'static-heap.json',
  ]);
  expect(page.match(/^```json$/gm)).toHaveLength(documents.length);
});

test.each(documents)('%s is a contract, and shown as it is', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  expect(page).toContain(`\`\`\`json\n${text}\`\`\`\n`);
  const document = JSON.parse(text) as { readonly name: string };
  expect(parseContract(document, name).name).toBe(document.name);
});
