import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cTemplate } from '../../dist/src/cli/templates/c-template.js';
import { rustTemplate } from '../../dist/src/cli/templates/rust-template.js';
import { root } from '../support/certify-subject.js';
import { runAllocert, transcript } from './run-allocert.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'allocert-init-'));
  mkdirSync(join(directory, 'full'));
  mkdirSync(join(directory, 'empty'));
  writeFileSync(join(directory, 'full/notes.txt'), '');
  writeFileSync(join(directory, 'file'), '');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const init = (line: string): ReturnType<typeof runAllocert> =>
  runAllocert(['init', ...line.split(' ')], { cwd: directory });

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const textIn = (...path: string[]): string => readFileSync(join(directory, ...path), 'utf8');

describe('a project is written', () => {
  test('in Rust, under the name of its folder', async () => {
    expect(transcript(await init('rust new/my-alloc-check'))).toMatchSnapshot();
    expect(filesIn(join(directory, 'new/my-alloc-check'))).toEqual(
      ['.gitignore', ...rustTemplate.files].sort(),
    );
    expect(textIn('new/my-alloc-check/Cargo.toml')).toContain('name = "my-alloc-check"');
    expect(textIn('new/my-alloc-check/src/lib.rs')).toContain('libmy_alloc_check.so');
    expect(textIn('new/my-alloc-check/.gitignore')).toBe('target/\n');
  });

  test('in C, and into a folder that is there but empty', async () => {
    expect(transcript(await init('c empty'))).toMatchSnapshot();
    expect(filesIn(join(directory, 'empty'))).toEqual(['.gitignore', ...cTemplate.files].sort());
  });

  test.each([rustTemplate, cTemplate])('with every file of the template, $folder', (template) => {
    const built = /^(?:target\/|\.gitignore$|Cargo\.lock$)/;
    const there = filesIn(join(root, template.folder)).filter((file) => !built.test(file));
    expect(there).toEqual([...template.files].sort());
  });
});

describe('one message and exit code 2, and nothing is written, for', () => {
  test.each([
    ['a language without a template', 'go x'],
    ['a language with a typing error', 'rsut x'],
    ['a folder that holds something', 'rust full'],
    ['a file', 'rust file'],
    ['a folder below a file', 'c file/x'],
    ['a folder that cannot be made', 'rust /proc/my-alloc'],
    ['a crate with capitals', 'rust My-Alloc'],
    ['a crate that starts with a digit', 'rust 2fast'],
    ['a crate called by a word of Rust', 'rust self'],
    ['a crate called as one of its parts', 'rust allocert-export'],
    ['a library with an odd name', 'c a+b'],
    ['no folder', 'rust'],
  ])('%s', async (_what, line) => {
    const before = filesIn(directory);
    const ran = await init(line);
    expect(transcript(ran)).toMatchSnapshot();
    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(filesIn(directory)).toEqual(before);
  });
});
