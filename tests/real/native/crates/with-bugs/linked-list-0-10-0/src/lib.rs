//! linked_list_allocator as it was in 0.10.0, over a pool that can be extended by any number of bytes.
//! Its own LockedHeap is no static on a stable compiler, so that this is the same by hand.
#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::{null_mut, NonNull};
use linked_list_allocator::Heap;
use spin::Mutex;

struct Late(Mutex<Option<Heap>>);

unsafe impl GlobalAlloc for Late {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut heap = self.0.lock();
        let granted = heap
            .as_mut()
            .and_then(|heap| heap.allocate_first_fit(layout).ok());
        granted.map_or(null_mut(), NonNull::as_ptr)
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        if let Some(heap) = self.0.lock().as_mut() {
            heap.deallocate(NonNull::new_unchecked(address), layout);
        }
    }
}

allocert_export::export_allocator!(
    Late = Late(Mutex::new(None)),
    init = |late, pool, bytes| {
        *late.0.lock() = Some(unsafe { Heap::new(pool, bytes) });
        true
    },
    extend = |late, bytes| {
        if let Some(heap) = late.0.lock().as_mut() {
            unsafe { heap.extend(bytes) };
        }
        true
    }
);
