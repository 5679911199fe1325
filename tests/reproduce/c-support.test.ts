import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needsCompiler } from '../subjects/native/native-corpus.js';
import { programFolder } from './native-programs.js';

const folder = programFolder();
const support = join(import.meta.dirname, '../../src/reproduce/c/support');
const strict = ['-std=c99', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];

test.for(readdirSync(support))('%s compiles by itself, strictly', (name, context) => {
  needsCompiler(context);
  folder.write('alone.c', `#include "${join(support, name)}"\nint alone;\n`);
  expect(folder.run('cc', [...strict, '-fsyntax-only', 'alone.c'])).toEqual({
    status: 0,
    said: '',
  });
});
