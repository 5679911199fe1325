//! Replace `MyAllocator` by your own, keep the macro, and run:
//!
//! ```sh
//! cargo build
//! npx allocert certify target/debug/libmy_allocator.so --contract contract.json
//! ```
#![cfg_attr(not(test), no_std)]

use core::alloc::{GlobalAlloc, Layout};
use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// A bump allocator over a pool that it is given.
pub struct MyAllocator {
    pool: AtomicPtr<u8>,
    bytes: AtomicUsize,
    used: AtomicUsize,
}

impl MyAllocator {
    pub const fn empty() -> Self {
        MyAllocator {
            pool: AtomicPtr::new(ptr::null_mut()),
            bytes: AtomicUsize::new(0),
            used: AtomicUsize::new(0),
        }
    }

    /// # Safety
    ///
    /// The pool is memory that nobody else uses from now on.
    pub unsafe fn init(&self, pool: *mut u8, bytes: usize) {
        self.pool.store(pool, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
        self.used.store(0, Ordering::Relaxed);
    }
}

// SAFETY: each byte of the pool is granted once.
unsafe impl GlobalAlloc for MyAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let pool = self.pool.load(Ordering::Relaxed);
        let bytes = self.bytes.load(Ordering::Relaxed);
        let mut granted = ptr::null_mut();
        let _ = self
            .used
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
                let padding = (pool as usize + used).wrapping_neg() & (layout.align() - 1);
                let start = used.checked_add(padding)?;
                let end = start.checked_add(layout.size())?;
                granted = if end <= bytes {
                    pool.wrapping_add(start)
                } else {
                    ptr::null_mut()
                };
                (end <= bytes).then_some(end)
            });
        granted
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

// Without `init`, the allocator is asked as it is, with memory of its own.
allocert_export::export_allocator!(
    MyAllocator = MyAllocator::empty(),
    init = |allocator, pool, bytes| {
        // SAFETY: allocert does not use the pool itself.
        unsafe { allocator.init(pool, bytes) };
        true
    }
);
