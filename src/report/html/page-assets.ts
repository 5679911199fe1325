import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageAssets } from './html-report.js';

const styles = ['tokens', 'page', 'subject', 'story', 'run', 'narrow', 'paper'];
const scripts = [
  'mark-script',
  'walk-steps',
  'move-cursor',
  'switch-base',
  'copy-text',
  'open-for-print',
];

/** The style and the scripts of a page, from the package. Styles are shipped as source, scripts compiled. */
export function pageAssets(): PageAssets {
  return {
    style: styles.map((name) => read(`../../../../src/report/html/style/${name}.css`)).join('\n'),
    scripts: scripts.map((name) => withoutMap(read(`./browser/${name}.js`))),
  };
}

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

/** The page is one file: a map beside it is not there. */
const withoutMap = (script: string): string => script.replace(/\/\/# sourceMappingURL=.*\n?$/, '');
