// Writes what the documentation says of runs: pages of properties, and the example of the README. Needs
// a build.

import { writeFileSync } from 'node:fs';
import { propertyPages } from './property-pages.js';
import { readmeExample } from './readme-example.js';

for (const texts of [await propertyPages(), await readmeExample()]) {
  for (const [path, text] of texts) {
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
