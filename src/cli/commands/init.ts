import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../core/errors.js';
import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { nearestWord } from '../../core/nearest-word.js';
import { shellWord } from '../../report/shell-word.js';
import { cTemplate } from '../templates/c-template.js';
import { rustTemplate } from '../templates/rust-template.js';
import type { Template } from '../templates/template.js';

const templates: readonly Template[] = [rustTemplate, cTemplate];

/** The root of the package, where the templates lie: this file is compiled to dist/src/cli/commands. */
const packageRoot = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * `allocert init`: writes a small project into a new or empty folder, and says how to go on. Its name
 * is that of the folder. Nothing is written if anything is wrong.
 *
 * @throws UsageError for a language without a template, a bad name, or a folder that holds something
 */
export function initCommand(language: string, folder: string): ExitCodeValue {
  const template = templateOf(language);
  if (folder === '')
    throw new UsageError(`init ${language}: the folder has no name; give a new one`);
  const target = resolve(folder);
  const name = basename(target);
  const refused = template.refuses(name);
  if (refused !== undefined) {
    throw new UsageError(`init ${language}: "${name}" is no good name: ${refused}`);
  }
  requireEmpty(target, folder);
  writeProject(template, name, target, folder);
  process.stdout.write(
    [
      `${folder}: a project in ${language}. Replace its allocator by yours; contract.json says what it`,
      'promises. To build and certify it:',
      '',
      ...[`cd ${shellWord(folder)}`, ...template.nextSteps(name)].map((step) => `  ${step}`),
      '',
    ].join('\n'),
  );
  return ExitCode.holds;
}

function templateOf(language: string): Template {
  const template = templates.find((known) => known.language === language.toLowerCase());
  if (template !== undefined) return template;
  const known = templates.map((one) => one.language);
  const nearest = nearestWord(language, known);
  throw new UsageError(
    `init: there is no template for "${language}"` +
      `${nearest === undefined ? '' : `; did you mean ${nearest}?`}. ` +
      `Templates: ${known.join(', ')}. A module in TypeScript or JavaScript needs none: ` +
      'it exports an allocator and is certified as it is.',
  );
}

/** A folder that is not there is as good as an empty one. */
function requireEmpty(target: string, folder: string): void {
  let found: string[];
  try {
    found = readdirSync(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code === 'ENOTDIR') throw new UsageError(`init: ${folder} is a file; name a new folder`);
    throw new UsageError(`init: cannot read ${folder}: ${(error as Error).message}`);
  }
  if (found.length === 0) return;
  throw new UsageError(
    `init: ${folder} is not empty: it holds ${found[0]}` +
      `${found.length === 1 ? '' : ` and ${found.length - 1} more`}. Name a new folder.`,
  );
}

function writeProject(template: Template, name: string, target: string, folder: string): void {
  const replacements = Object.entries(template.replacements(name));
  const files = template.files.map((file) => {
    const text = readFileSync(join(packageRoot, template.folder, file), 'utf8');
    return [
      file,
      replacements.reduce((now, [from, to]) => now.replaceAll(from, to), text),
    ] as const;
  });
  try {
    for (const [file, text] of [...files, ['.gitignore', `${template.ignored.join('\n')}\n`]]) {
      const path = join(target, file);
      makeFolder(dirname(path));
      writeFileSync(path, text, { flag: 'wx' });
    }
  } catch (error) {
    throw new UsageError(`init: cannot write to ${folder}: ${(error as Error).message}`);
  }
}

/** With the folders above it. Node's own way never comes back where a folder cannot be, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
