import type { Template } from './template.js';

/** One C file that exports an allocator by the functions of S40, and the header that declares them. */
export const cTemplate: Template = {
  language: 'c',
  folder: 'examples/c/template',
  files: ['allocert.h', 'allocator.c', 'contract.json'],
  ignored: ['*.so'],
  replacements: (name) => ({ 'my-allocator': name }),
  refuses: (name) =>
    /^[A-Za-z][\w-]{0,63}$/.test(name)
      ? undefined
      : 'a library is called by letters, digits, - and _, a letter first, 64 at most',
  nextSteps: (name) => [
    `cc -std=c99 -Wall -shared -fPIC -g -o lib${name}.so allocator.c`,
    `npx allocert certify ./lib${name}.so --contract contract.json`,
  ],
};
