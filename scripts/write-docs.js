// Writes what the documentation says of the code and of runs: pages of properties, the example of the
// README, the index of decisions, the pictures. Needs a build.

import { writeFileSync } from 'node:fs';
import { decisionIndex } from './decision-index.js';
import { pictures } from './pictures.js';
import { propertyPages } from './property-pages.js';
import { readmeExample } from './readme-example.js';

for (const texts of [decisionIndex(), pictures(), await propertyPages(), await readmeExample()]) {
  for (const [path, text] of texts) {
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
