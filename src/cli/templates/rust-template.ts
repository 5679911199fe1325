import type { Template } from './template.js';

/** Words that no crate can be called: Rust's own, its libraries, and folders that cargo makes. */
const reserved = new Set(
  (
    'abstract alloc allocert-export as async await become box break build const continue core crate ' +
    'deps do dyn else enum examples extern false final fn for gen if impl in incremental let loop ' +
    'macro match mod move mut override priv proc-macro proc_macro pub ref return self static std ' +
    'struct super test trait true try type typeof union unsafe unsized use virtual where while yield'
  ).split(' '),
);

/** A crate that gives a shared library, with no other crate but the one of the macro beside it. */
export const rustTemplate: Template = {
  language: 'rust',
  folder: 'examples/rust/template',
  files: [
    'Cargo.toml',
    'contract.json',
    'src/lib.rs',
    'allocert-export/Cargo.toml',
    'allocert-export/src/export_allocator.rs',
    'allocert-export/src/export_runtime.rs',
    'allocert-export/src/lib.rs',
  ],
  ignored: ['target/'],
  replacements: (name) => ({ 'my-allocator': name, my_allocator: libraryName(name) }),
  refuses(name) {
    if (!/^[a-z][a-z0-9_-]{0,63}$/.test(name)) {
      return 'a crate is called by small letters, digits, - and _, a letter first, 64 at most';
    }
    return reserved.has(name) ? 'no crate can be called so' : undefined;
  },
  nextSteps: (name) => [
    'cargo build',
    `npx allocert certify target/debug/lib${libraryName(name)}.so --contract contract.json`,
  ],
};

/** What cargo calls the library of a crate. */
const libraryName = (name: string): string => name.replaceAll('-', '_');
