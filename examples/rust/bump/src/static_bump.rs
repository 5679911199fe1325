use crate::cursor::{Cursor, SMALLEST_POOL_BYTES};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::mem::MaybeUninit;

/// The bump allocator with a pool of its own: what a program without std names as its
/// `#[global_allocator]`. The pool has at least 1 KiB, or the program does not compile.
#[repr(align(64))]
pub struct StaticBump<const BYTES: usize> {
    pool: UnsafeCell<MaybeUninit<[u8; BYTES]>>,
    cursor: Cursor,
}

// SAFETY: the pool is reached through granted ranges only, and each byte is granted once.
unsafe impl<const BYTES: usize> Sync for StaticBump<BYTES> {}

impl<const BYTES: usize> StaticBump<BYTES> {
    pub const fn new() -> Self {
        assert!(
            BYTES >= SMALLEST_POOL_BYTES,
            "a pool has at least 1,024 bytes"
        );
        StaticBump {
            pool: UnsafeCell::new(MaybeUninit::uninit()),
            cursor: Cursor::new(),
        }
    }
}

impl<const BYTES: usize> Default for StaticBump<BYTES> {
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: a range that the cursor grants lies in the pool and is granted once.
unsafe impl<const BYTES: usize> GlobalAlloc for StaticBump<BYTES> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.cursor.claim(self.pool.get().cast(), BYTES, layout)
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
