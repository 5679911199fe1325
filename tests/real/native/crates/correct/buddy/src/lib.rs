//! buddy_system_allocator, whose largest block is 16 KiB here, so that a region holds several.
#![no_std]

use buddy_system_allocator::LockedHeap;

/// Wanted by `alloc`, which the crate names, and never used.
#[global_allocator]
static UNUSED: LockedHeap<15> = LockedHeap::empty();

allocert_export::export_allocator!(
    LockedHeap<15> = LockedHeap::<15>::empty(),
    init = |heap, pool, bytes| {
        unsafe { heap.lock().init(pool as usize, bytes) };
        true
    }
);
