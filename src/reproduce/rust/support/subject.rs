use crate::library::{find, open_library};
use std::alloc::GlobalAlloc;
use std::alloc::System;

/// The functions that are called.
pub struct Subject {
    init: unsafe extern "C" fn(*mut u8, usize) -> i32,
    region: unsafe extern "C" fn(*mut usize, *mut usize),
}
impl Subject {
    pub unsafe fn open() -> Subject {
        let library = open_library();
        Subject { init: find(library, "init"), region: find(library, "region") }
    }
    pub unsafe fn init_refuses(&mut self, pool: *mut u8, bytes: usize) -> bool {
        (self.init)(pool, bytes) == 0
    }
    pub unsafe fn tell_region(&self, low: &mut usize, high: &mut usize) {
        (self.region)(low, high)
    }
}
/// The allocator under test: the static that the macro of allocert made. Any other will do.
pub fn subject() -> &'static (dyn GlobalAlloc + Sync) {
    &System
}
