// The pictures of docs/ARCHITECTURE.md, each drawn from the text beside it. `npm run docs` writes them; a
// test compares.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawPicture } from './pictures/draw-picture.js';
import { parsePicture } from './pictures/parse-picture.js';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'pictures');

/** @returns {ReadonlyMap<string, string>} SVG by absolute path */
export function pictures() {
  const texts = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return new Map(
    texts.map((file) => [
      join(folder, file.replace(/\.txt$/, '.svg')),
      drawPicture(parsePicture(readFileSync(join(folder, file), 'utf8'))),
    ]),
  );
}
