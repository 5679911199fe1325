import type { NativeCallShape } from '../../core/call-shape.js';
import { takesHandle } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';
import { regionKind } from '../region-kind.js';
import { usedFunctions } from '../used-functions.js';
import { libraryCallee, type RustCallee } from './rust-callee.js';

type Signature = readonly [answer: string, ...params: string[]];
const PTR = '*mut u8';

const signatures: Readonly<Record<string, Signature>> = {
  alloc: [PTR, 'usize'],
  allocZeroed: [PTR, 'usize'],
  allocArray: [PTR, 'usize', 'usize'],
  alignedAlloc: [PTR, 'usize', 'usize'],
  memalign: [PTR, 'usize', 'usize'],
  posixMemalign: ['i32', '*mut *mut u8', 'usize', 'usize'],
  realloc: [PTR, PTR, 'usize'],
  reallocArray: [PTR, PTR, 'usize', 'usize'],
  dealloc: ['()', PTR],
  usable: ['usize', PTR],
  reset: ['()'],
  region: ['()', '*mut usize', '*mut usize'],
  init: [PTR, PTR, 'usize'],
  extend: ['i32', 'usize'],
  append: ['i32', 'usize', 'usize'],
  resize: ['i32', 'usize'],
};

const layoutSignatures: Readonly<Record<string, Signature>> = {
  alloc: [PTR, 'usize', 'usize'],
  allocZeroed: [PTR, 'usize', 'usize'],
  realloc: [PTR, PTR, 'usize', 'usize', 'usize'],
  dealloc: ['i32', PTR, 'usize', 'usize'],
  init: ['i32', PTR, 'usize'],
};

function signature(shape: NativeCallShape, role: string): Signature {
  const known = signatures[role] ?? ['()'];
  if (shape.convention === 'layout') return layoutSignatures[role] ?? known;
  if (shape.convention === 'c' && role === 'init') return ['i32', ...known.slice(1)];
  if (!takesHandle(shape, role)) return known;
  return role === 'append' ? [PTR, PTR, PTR, 'usize'] : [known[0], PTR, ...known.slice(1)];
}

/** The subject's functions as fields of a struct, found in the library when the program starts. */
export function rustSubject(reproduction: Reproduction, shape: NativeCallShape): string {
  const used = usedFunctions(shape, reproduction);
  const isHandle = shape.convention === 'handle';
  const fields = used.map(({ role, symbol }) => {
    const [answer, ...params] = signature(shape, role);
    const answers = answer === '()' ? '' : ` -> ${answer}`;
    return `    ${symbol}: unsafe extern "C" fn(${params.join(', ')})${answers},`;
  });
  return [
    'use crate::library::{find, open_library};',
    '/// The functions that are called.',
    'struct Subject {',
    ...fields,
    ...(isHandle ? ['    handle: *mut u8,'] : []),
    '}',
    'impl Subject {',
    '    unsafe fn open() -> Subject {',
    '        let library = open_library();',
    '        Subject {',
    ...used.map(({ symbol }) => `            ${symbol}: find(library, "${symbol}"),`),
    ...(isHandle ? ['            handle: std::ptr::null_mut(),'] : []),
    '        }',
    '    }',
    ...regionLines(shape, libraryCallee),
    '}',
  ].join('\n');
}

/** How a subject is given its pool, and how it tells what of it is its own. */
export function regionLines(shape: NativeCallShape, callee: RustCallee): string[] {
  const { functions } = shape;
  if (regionKind(shape) !== 'pool') return [];
  const region = functions['region'];
  const self = takesHandle(shape, 'region') ? 'self.handle, ' : '';
  // Exported from Rust it takes pointers to pointers.
  const cast = callee.inCrate ? ' as *mut usize as *mut *mut u8' : '';
  const [low, high] = region === undefined ? ['_low', '_high'] : ['low', 'high'];
  return [
    '    unsafe fn init_refuses(&mut self, pool: *mut u8, bytes: usize) -> bool {',
    ...initLines(shape, `${callee.of(functions['init'] ?? '', 'self')}(pool, bytes)`),
    '    }',
    `    unsafe fn tell_region(&self, ${low}: &mut usize, ${high}: &mut usize) {`,
    ...(region === undefined
      ? []
      : [`        ${callee.of(region, 'self')}(${self}low${cast}, high${cast});`]),
    '    }',
  ];
}

function initLines({ convention, initRefuses }: NativeCallShape, call: string): string[] {
  if (convention === 'handle') {
    return [`        self.handle = ${call};`, '        self.handle.is_null()'];
  }
  if (initRefuses === 'never') return [`        ${call};`, '        false'];
  return [`        ${call} == ${initRefuses === 'zero' ? 0 : -1}`];
}
