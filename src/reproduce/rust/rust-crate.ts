import type { NativeCallShape } from '../../core/call-shape.js';

/** The crate's name as Rust writes it, from the library that cargo made of it. */
export const crateName = ({ library }: NativeCallShape): string | undefined =>
  /(?:^|\/)lib([A-Za-z_]\w*)\.so$/.exec(library)?.[1];

/**
 * The requests of a Rust program as calls of a `GlobalAlloc` that is a static, with a `Layout`. Stands
 * where a program over a shared library opens that.
 */
export const rustCrate = (crate: string): string => `use std::alloc::{GlobalAlloc, Layout};
use std::ffi::c_int;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The allocator under test: the static that the macro of allocert made. Any other will do.
fn subject() -> &'static (dyn GlobalAlloc + Sync) {
    ${crate}::ALLOCERT_GLOBAL
}

extern "C" {
    fn signal(number: c_int, handler: usize) -> usize;
    fn atexit(function: extern "C" fn()) -> c_int;
    fn alarm(seconds: u32) -> u32;
    fn _exit(code: c_int) -> !;
}

struct Subject;
impl Subject {
    unsafe fn open() -> Subject {
        Subject
    }
}

/// What no Layout can say is refused before the allocator is asked, and so is a size of 0.
fn layout(size: usize, align: usize) -> Option<Layout> {
    Layout::from_size_align(size, align).ok().filter(|layout| layout.size() > 0)
}
unsafe fn alloc(size: usize, align: usize) -> *mut u8 {
    layout(size, align).map_or(REFUSED, |layout| subject().alloc(layout))
}
unsafe fn alloc_zeroed(size: usize, align: usize) -> *mut u8 {
    layout(size, align).map_or(REFUSED, |layout| subject().alloc_zeroed(layout))
}
unsafe fn realloc(start: *mut u8, old: usize, size: usize, align: usize) -> *mut u8 {
    match (layout(old, align), layout(size, align)) {
        (Some(layout), Some(_)) => subject().realloc(start, layout, size),
        _ => REFUSED,
    }
}
unsafe fn dealloc(start: *mut u8, size: usize, align: usize) {
    if let Some(layout) = layout(size, align) {
        subject().dealloc(start, layout);
    }
}
`;
