use crate::cursor::{Cursor, SMALLEST_POOL_BYTES};
use allocert_export::PoolAllocator;
use core::alloc::Layout;
use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// A lock-free bump allocator over a pool of at least 1 KiB that `init` hands to it.
///
/// Every byte of the pool can be granted. Only `reset` gives room back; `dealloc` does nothing, for
/// whatever address, because there is no record by which to know a good one from a bad one.
pub struct GivenBump {
    base: AtomicPtr<u8>,
    /// 0 before `init`, so that nothing fits.
    bytes: AtomicUsize,
    cursor: Cursor,
}

// SAFETY: the exchange of the cursor gives each byte to one request at most.
unsafe impl PoolAllocator for GivenBump {
    const NEW: Self = GivenBump {
        base: AtomicPtr::new(ptr::null_mut()),
        bytes: AtomicUsize::new(0),
        cursor: Cursor::new(),
    };

    unsafe fn init(&self, pool: *mut u8, bytes: usize) -> bool {
        if pool.is_null() || bytes < SMALLEST_POOL_BYTES {
            return false;
        }
        self.base.store(pool, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Release);
        self.cursor.reset();
        true
    }

    fn alloc(&self, layout: Layout) -> *mut u8 {
        let bytes = self.bytes.load(Ordering::Acquire);
        if bytes == 0 {
            return ptr::null_mut();
        }
        self.cursor
            .claim(self.base.load(Ordering::Relaxed), bytes, layout)
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) -> bool {
        true
    }

    fn reset(&self) {
        self.cursor.reset();
    }
}
