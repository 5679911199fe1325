use crate::block_layout::BlockLayout;
use crate::{Deallocated, FirstFit};
use allocert_export::PoolAllocator;
use std::alloc::Layout;

#[repr(align(4096))]
struct Pool([u8; 8192]);

const NOISE: u8 = 0xa5;

/// A first-fit allocator over noise, and the offsets of its grants.
struct Fixture<const BLOCK: usize> {
    allocator: FirstFit<4096, BLOCK>,
    base: *mut u8,
}

impl<const BLOCK: usize> Fixture<BLOCK> {
    fn over(pool: &mut Pool, offset: usize, bytes: usize) -> Self {
        let base = pool.0[offset..].as_mut_ptr();
        let fixture = Fixture {
            allocator: FirstFit::NEW,
            base,
        };
        assert!(unsafe { fixture.allocator.init(base, bytes) });
        fixture
    }

    fn alloc(&self, size: usize) -> Option<usize> {
        self.alloc_aligned(size, 1)
    }

    fn alloc_aligned(&self, size: usize, align: usize) -> Option<usize> {
        let granted = self
            .allocator
            .alloc(Layout::from_size_align(size, align).unwrap());
        (!granted.is_null()).then(|| granted as usize - self.base as usize)
    }

    fn free(&self, offset: usize, size: usize) -> Deallocated {
        self.allocator
            .deallocate(self.base.wrapping_add(offset), size)
    }
}

fn noise() -> Box<Pool> {
    Box::new(Pool([NOISE; 8192]))
}

#[test]
fn pools_are_divided_between_bitmap_and_blocks() {
    let expected = |block_count, bitmap_bytes| BlockLayout {
        block_count,
        bitmap_bytes,
    };
    assert_eq!(BlockLayout::of(1024, 16), expected(63, 16));
    assert_eq!(BlockLayout::of(1024, 256), expected(3, 256));
    assert_eq!(BlockLayout::of(4096, 16), expected(254, 32));
}

#[test]
fn the_lowest_run_of_free_blocks_is_granted() {
    let mut pool = noise();
    let fit = Fixture::<16>::over(&mut pool, 0, 1024);
    assert_eq!(fit.alloc(8), Some(16));
    assert_eq!(fit.alloc(33), Some(32));
    assert_eq!(fit.alloc(16), Some(80));
    assert_eq!(fit.free(32, 33), Deallocated::Freed);
    assert_eq!(fit.alloc(49), Some(96));
    assert_eq!(fit.alloc(48), Some(32));
}

#[test]
fn freed_neighbours_are_one_run() {
    let mut pool = noise();
    let fit = Fixture::<256>::over(&mut pool, 0, 1024);
    assert_eq!(
        [fit.alloc(256), fit.alloc(256), fit.alloc(256)],
        [Some(256), Some(512), Some(768)]
    );
    assert_eq!(fit.alloc(8), None);
    assert_eq!(fit.free(512, 256), Deallocated::Freed);
    assert_eq!(fit.free(256, 256), Deallocated::Freed);
    assert_eq!(fit.alloc(512), Some(256));
}

#[test]
fn sizes_below_8_bytes_and_above_the_pool_are_refused() {
    let mut pool = noise();
    let fit = Fixture::<16>::over(&mut pool, 0, 1024);
    for size in [0, 1, 7, 1009, 1024, 1025, isize::MAX as usize] {
        assert_eq!(fit.alloc(size), None, "{size}");
    }
    assert_eq!(fit.alloc(1008), Some(16));
}

#[test]
fn an_odd_base_leaves_no_alignment_to_promise() {
    let mut pool = noise();
    let even = Fixture::<64>::over(&mut pool, 0, 1024);
    assert_eq!(even.alloc_aligned(8, 64), Some(64));
    assert_eq!(even.alloc_aligned(8, 128), None);
    let odd = Fixture::<64>::over(&mut pool, 3, 1024);
    assert_eq!(odd.alloc_aligned(8, 2), None);
    assert_eq!(odd.alloc_aligned(8, 1), Some(64));
}

#[test]
fn wrong_frees_are_told_apart_and_change_nothing() {
    let mut pool = noise();
    let fit = Fixture::<16>::over(&mut pool, 0, 1030);
    assert_eq!(fit.alloc(40), Some(16));
    assert_eq!(
        fit.allocator.deallocate(std::ptr::null_mut(), 40),
        Deallocated::OutsidePool
    );
    assert_eq!(fit.free(1030, 40), Deallocated::OutsidePool);
    assert_eq!(fit.free(0, 40), Deallocated::NotABlock);
    assert_eq!(fit.free(17, 40), Deallocated::NotABlock);
    assert_eq!(fit.free(1024, 40), Deallocated::NotABlock);
    assert_eq!(fit.free(32, 40), Deallocated::NotAllocated);
    assert_eq!(fit.free(64, 40), Deallocated::NotAllocated);
    assert_eq!(fit.free(16, 41), Deallocated::WrongSize);
    assert_eq!(fit.alloc(960), Some(64));
    assert_eq!(fit.free(16, 40), Deallocated::Freed);
    assert_eq!(fit.free(16, 40), Deallocated::NotAllocated);
}

#[test]
fn nothing_outside_the_pool_is_touched() {
    let mut pool = noise();
    let fit = Fixture::<16>::over(&mut pool, 1003, 1027);
    while fit.alloc(8).is_some() {}
    fit.allocator.reset();
    assert_eq!(fit.alloc(1008), Some(16));
    assert!(pool.0[..1003]
        .iter()
        .chain(&pool.0[1003 + 1024..])
        .all(|&byte| byte == NOISE));
}

#[test]
fn pools_outside_1_kib_to_pool_size_are_refused() {
    let mut pool = noise();
    let small = FirstFit::<2048, 16>::NEW;
    let base = pool.0.as_mut_ptr();
    let accepted = [1023, 1024, 2048, 2049].map(|bytes| unsafe { small.init(base, bytes) });
    assert_eq!(accepted, [false, true, true, false]);
}

#[test]
fn threads_get_blocks_that_no_other_thread_has() {
    let mut pool = noise();
    let allocator = Fixture::<16>::over(&mut pool, 0, 4096).allocator;
    std::thread::scope(|scope| {
        for mark in 1..=4_u8 {
            let allocator = &allocator;
            scope.spawn(move || {
                let layout = Layout::from_size_align(16, 16).unwrap();
                for _ in 0..500 {
                    let granted = allocator.alloc(layout);
                    unsafe {
                        granted.cast::<[u8; 16]>().write([mark; 16]);
                        std::thread::yield_now();
                        assert_eq!(granted.cast::<[u8; 16]>().read(), [mark; 16]);
                        assert!(allocator.dealloc(granted, layout));
                    }
                }
            });
        }
    });
    let whole = Layout::from_size_align(254 * 16, 1).unwrap();
    assert!(!allocator.alloc(whole).is_null());
}

#[test]
fn the_exported_functions_drive_the_same_allocator() {
    let mut pool = noise();
    let base = pool.0.as_mut_ptr();
    assert_eq!(crate::allocert_init(base, 4097), 0);
    assert_eq!(crate::allocert_init(base, 1024), 1);
    let granted = crate::allocert_alloc(8, 1);
    assert_eq!(granted as usize - base as usize, 16);
    unsafe {
        assert_eq!(crate::allocert_dealloc(granted, 9, 1), 0);
        let moved = crate::allocert_realloc(granted, 8, 20, 1);
        assert_eq!(moved as usize - base as usize, 32);
        assert!(crate::allocert_realloc(moved, 20, 5000, 1).is_null());
        assert_eq!(crate::allocert_dealloc(moved, 20, 1), 1);
    }
    crate::allocert_reset();
    assert_eq!(crate::allocert_alloc(1008, 1), granted);
}
