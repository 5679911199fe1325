import type { NativeCallShape } from '../../core/call-shape.js';
import { takesHandle } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';
import { usedFunctions } from '../used-functions.js';

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
export function rustTypes(reproduction: Reproduction, shape: NativeCallShape): string {
  const used = usedFunctions(shape, reproduction);
  const fields = used.map(({ role, symbol }) => {
    const [answer, ...params] = signature(shape, role);
    return `    ${symbol}: unsafe extern "C" fn(${params.join(', ')})${answer === '()' ? '' : ` -> ${answer}`},`;
  });
  const found = used.map(
    ({ symbol }) => `            ${symbol}: std::mem::transmute(find(library, "${symbol}")),`,
  );
  return `use std::ffi::{c_char, c_int, c_void, CString};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The library under test, or the one named by the first argument.
const LIBRARY: &str = ${JSON.stringify(shape.library)};

extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    fn signal(number: c_int, handler: usize) -> usize;
    fn atexit(function: extern "C" fn()) -> c_int;
    fn alarm(seconds: u32) -> u32;
    fn __errno_location() -> *mut c_int;
    fn _exit(code: c_int) -> !;
}

/// The functions that are called.
struct Subject {
${fields.join('\n')}
    handle: *mut u8,
}

fn cannot(what: &str) -> ! {
    eprintln!("cannot be tried: {what}");
    unsafe { _exit(2) }
}

unsafe fn find(library: *mut c_void, name: &str) -> *mut c_void {
    let function = dlsym(library, CString::new(name).unwrap().as_ptr());
    if function.is_null() {
        cannot(&format!("the library has no function {name}"));
    }
    function
}

impl Subject {
    unsafe fn open() -> Subject {
        let path = std::env::args().nth(1).unwrap_or(LIBRARY.to_string());
        // RTLD_NOW and RTLD_DEEPBIND: the library calls its own malloc, and Rust goes on with its own.
        let library = dlopen(CString::new(path.clone()).unwrap().as_ptr(), 2 | 8);
        if library.is_null() {
            cannot(&format!("{path} cannot be opened"));
        }
        Subject {
${found.join('\n')}
            handle: std::ptr::null_mut(),
        }
    }
}
`;
}
