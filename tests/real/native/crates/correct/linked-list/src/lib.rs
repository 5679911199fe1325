//! linked_list_allocator over a pool that can be extended by any number of bytes.
#![no_std]

use linked_list_allocator::LockedHeap;

allocert_export::export_allocator!(
    LockedHeap = LockedHeap::empty(),
    init = |heap, pool, bytes| {
        unsafe { heap.lock().init(pool, bytes) };
        true
    },
    extend = |heap, bytes| {
        unsafe { heap.lock().extend(bytes) };
        true
    }
);
