//! rlsf's TLSF over a pool: it implements no GlobalAlloc for that, so that this does.
#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::{null_mut, slice_from_raw_parts_mut, NonNull};
use rlsf::Tlsf;
use spin::Mutex;

/// Blocks up to 2^(5 + 12) bytes in 16 classes for each power of two.
struct Pool(Mutex<Tlsf<'static, u16, u16, 12, 16>>);

unsafe impl GlobalAlloc for Pool {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.0
            .lock()
            .allocate(layout)
            .map_or(null_mut(), NonNull::as_ptr)
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        let address = NonNull::new_unchecked(address);
        self.0.lock().deallocate(address, layout.align());
    }

    unsafe fn realloc(&self, address: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let address = NonNull::new_unchecked(address);
        let wanted = Layout::from_size_align_unchecked(size, layout.align());
        self.0
            .lock()
            .reallocate(address, wanted)
            .map_or(null_mut(), NonNull::as_ptr)
    }
}

allocert_export::export_allocator!(
    Pool = Pool(Mutex::new(Tlsf::new())),
    init = |pool, base, bytes| {
        let block = NonNull::new(slice_from_raw_parts_mut(base, bytes));
        block.is_some_and(|block| unsafe { pool.0.lock().insert_free_block_ptr(block) }.is_some())
    }
);
