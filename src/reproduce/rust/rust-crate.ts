import type { NativeCallShape } from '../../core/call-shape.js';
import { crateCallee } from './rust-callee.js';
import { regionLines } from './rust-subject.js';

/** The crate's name as Rust writes it, from the library that cargo made of it. */
export const crateName = ({ library }: NativeCallShape): string | undefined =>
  /(?:^|\/)lib([A-Za-z_]\w*)\.so$/.exec(library)?.[1];

/** The static that is asked, where a program over a shared library opens that. */
export const rustCrate = (crate: string, shape: NativeCallShape): string =>
  [
    'use std::alloc::GlobalAlloc;',
    '/// The allocator under test: the static that the macro of allocert made. Any other will do.',
    "fn subject() -> &'static (dyn GlobalAlloc + Sync) {",
    `    ${crate}::ALLOCERT_GLOBAL`,
    '}',
    'struct Subject;',
    'impl Subject {',
    '    unsafe fn open() -> Subject {',
    '        Subject',
    '    }',
    ...regionLines(shape, crateCallee(crate)),
    '}',
  ].join('\n');
