// Writes what scripts/contract-files.js derives from the contract's schema. Needs a build.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contractFiles } from './contract-files.js';

for (const [path, text] of await contractFiles()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
