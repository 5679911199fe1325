extern crate alloc;

use crate::{GivenBump, StaticBump};
use alloc::boxed::Box;
use alloc::vec::Vec;
use allocert_export::PoolAllocator;
use core::alloc::{GlobalAlloc, Layout};
use std::alloc::System;

/// All that this test program allocates, the test runner included, with room to spare.
const POOL_BYTES: usize = 8 << 20;

static POOL: StaticBump<POOL_BYTES> = StaticBump::new();

/// The static pool, and the system for the one thing that it refuses: the test runner's channels
/// are aligned to 128 bytes.
struct PoolUpTo64;

#[global_allocator]
static ALLOCATOR: PoolUpTo64 = PoolUpTo64;

unsafe impl GlobalAlloc for PoolUpTo64 {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > 64 {
            System.alloc(layout)
        } else {
            POOL.alloc(layout)
        }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        if layout.align() > 64 {
            System.dealloc(address, layout);
        } else {
            POOL.dealloc(address, layout);
        }
    }
}

#[repr(align(64))]
struct Aligned([u8; 2048]);

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

/// A bump allocator over `[base, base + bytes)` of a pool, and the offset of a grant in it.
struct Fixture {
    bump: GivenBump,
    base: *mut u8,
}

impl Fixture {
    fn over(pool: &mut Aligned, offset: usize, bytes: usize) -> Self {
        let fixture = Fixture {
            bump: GivenBump::NEW,
            base: pool.0[offset..].as_mut_ptr(),
        };
        assert!(unsafe { fixture.bump.init(fixture.base, bytes) });
        fixture
    }

    fn alloc(&self, size: usize, align: usize) -> Option<usize> {
        let granted = self.bump.alloc(layout(size, align));
        (!granted.is_null()).then(|| granted as usize - self.base as usize)
    }
}

fn lies_in_pool(address: usize) -> bool {
    let start = &raw const POOL as usize;
    (start..start + POOL_BYTES).contains(&address)
}

#[test]
fn boxes_and_vectors_come_from_the_static_pool() {
    let boxed = Box::new(0x1234_5678_u64);
    let mut grown = Vec::new();
    for number in 0..1000_u32 {
        grown.push(number);
    }
    assert!(lies_in_pool(&raw const *boxed as usize));
    assert!(lies_in_pool(grown.as_ptr() as usize));
    assert_eq!(*boxed, 0x1234_5678);
    assert!(grown.iter().copied().eq(0..1000));
}

#[test]
fn boxes_are_aligned_up_to_64_bytes() {
    let _odd = Box::new(1_u8);
    assert_eq!(&raw const *Box::new(Aligned([0; 2048])) as usize % 64, 0);
}

#[test]
fn the_smallest_static_pool_is_granted_to_its_last_byte_and_no_further() {
    let small = StaticBump::<1024>::new();
    unsafe {
        assert!(!small.alloc(layout(1023, 1)).is_null());
        assert!(small.alloc(layout(2, 1)).is_null());
        assert!(!small.alloc(layout(1, 1)).is_null());
        assert!(small.alloc(layout(1, 1)).is_null());
    }
}

#[test]
fn a_grant_starts_at_the_cursor_rounded_up_to_the_alignment_of_its_address() {
    let mut pool = Aligned([0xa5; 2048]);
    let bump = Fixture::over(&mut pool, 3, 1024);
    assert_eq!(bump.alloc(10, 1), Some(0));
    assert_eq!(bump.alloc(8, 8), Some(13));
    assert_eq!(bump.alloc(1, 64), Some(61));
    assert_eq!(bump.alloc(1, 1), Some(62));
}

#[test]
fn an_alignment_above_64_is_refused() {
    let mut pool = Aligned([0; 2048]);
    let bump = Fixture::over(&mut pool, 0, 1024);
    assert_eq!(bump.alloc(1, 128), None);
    assert_eq!(bump.alloc(0, 128), None);
}

#[test]
fn the_largest_size_is_refused_and_takes_no_room() {
    let mut pool = Aligned([0; 2048]);
    let bump = Fixture::over(&mut pool, 0, 1024);
    assert_eq!(bump.alloc(1, 1), Some(0));
    assert_eq!(bump.alloc(isize::MAX as usize, 1), None);
    assert_eq!(bump.alloc(1023, 1), Some(1));
}

#[test]
fn zero_bytes_are_granted_in_a_full_pool_at_the_last_aligned_address() {
    let mut pool = Aligned([0; 2048]);
    let bump = Fixture::over(&mut pool, 3, 1027);
    assert_eq!(bump.alloc(0, 8), Some(5));
    assert_eq!(bump.alloc(1027, 1), Some(0));
    assert_eq!(bump.alloc(0, 1), Some(1027));
    assert_eq!(bump.alloc(0, 64), Some(1021));
}

#[test]
fn only_a_reset_gives_room_back() {
    let mut pool = Aligned([0; 2048]);
    let fixture = Fixture::over(&mut pool, 0, 1024);
    assert_eq!(fixture.alloc(1024, 1), Some(0));
    assert!(unsafe { fixture.bump.dealloc(fixture.base, layout(1024, 1)) });
    assert_eq!(fixture.alloc(1, 1), None);
    fixture.bump.reset();
    assert_eq!(fixture.alloc(1024, 1), Some(0));
}

#[test]
fn a_pool_below_1_kib_is_refused_and_nothing_is_granted() {
    let mut pool = Aligned([0; 2048]);
    let bump = GivenBump::NEW;
    assert!(!unsafe { bump.init(pool.0.as_mut_ptr(), 1023) });
    assert!(bump.alloc(layout(1, 1)).is_null());
}

#[test]
fn threads_get_bytes_that_no_other_thread_has() {
    let mut pool = Aligned([0; 2048]);
    let bump = Fixture::over(&mut pool, 0, 2048).bump;
    let mut starts: Vec<usize> = std::thread::scope(|scope| {
        let take = || {
            (0..64)
                .map(|_| bump.alloc(layout(8, 8)) as usize)
                .collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    starts.sort_unstable();
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] == 8));
    assert_eq!(starts.len(), 256);
}

#[test]
fn the_exported_functions_drive_the_same_allocator() {
    let mut pool = Aligned([0xff; 2048]);
    let base = pool.0.as_mut_ptr();
    assert_eq!(crate::allocert_init(base, 1000), 0);
    assert_eq!(crate::allocert_init(base, 1024), 1);
    let granted = crate::allocert_alloc_zeroed(4, 4);
    assert_eq!(granted, base);
    assert_eq!(unsafe { granted.cast::<[u8; 4]>().read() }, [0; 4]);
    assert!(crate::allocert_alloc(usize::MAX, 1).is_null());
    assert!(crate::allocert_alloc(8, 3).is_null());
    assert_eq!(unsafe { crate::allocert_dealloc(granted, 4, 4) }, 1);
    let moved = unsafe { crate::allocert_realloc(granted, 4, 8, 4) };
    assert_eq!(moved as usize - base as usize, 4);
    crate::allocert_reset();
    assert_eq!(crate::allocert_alloc(1, 1), base);
}
