// Writes what scripts/protocol-files.js derives from the numbers of the protocol. Needs a build.

import { writeFileSync } from 'node:fs';
import { protocolFiles } from './protocol-files.js';

for (const [path, text] of protocolFiles()) {
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
