use crate::block_bitmap::BlockBitmap;
use crate::block_layout::BlockLayout;
use crate::spin_mutex::SpinMutex;
use allocert_export::PoolAllocator;
use core::alloc::Layout;
use core::ptr;

/// The smallest size that is granted, in bytes.
const SMALLEST_SIZE: usize = 8;
const SMALLEST_POOL_BYTES: usize = 1024;
/// What the longest pool, of 4,096 bytes, holds of the smallest blocks, of 16, and a few more.
const MOST_BLOCKS: usize = 4096 / 16;

/// How a deallocation was answered. Every answer but `Freed` changed nothing; the checks are made in
/// this order, so that each answer names the first thing wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deallocated {
    Freed,
    /// No address of the pool; null is none.
    OutsidePool,
    /// In the pool, but in the bitmap, in the slack behind the last block, or inside a block.
    NotABlock,
    /// A block that starts no live allocation.
    NotAllocated,
    /// A live allocation that was requested with another size.
    WrongSize,
}

/// A first-fit allocator over whole blocks: a grant is the lowest run of free blocks that holds it.
///
/// The pool begins with a bitmap, one bit per block, which alone decides what is allocated. Adjacent
/// free blocks are one run without further work. Pools have 1,024 to `POOL_SIZE` bytes, `POOL_SIZE`
/// at most 4,096; blocks have `MIN_BLOCK_SIZE` bytes, a power of two from 16 to 256.
pub struct FirstFit<const POOL_SIZE: usize, const MIN_BLOCK_SIZE: usize> {
    state: SpinMutex<State>,
}

struct State {
    pool: *mut u8,
    bytes: usize,
    layout: BlockLayout,
    /// The requested size by first block, 0 for none: one bit per block cannot tell where an
    /// allocation starts or how long it is. Outside the pool, whose bytes are for blocks.
    requested: [u16; MOST_BLOCKS],
}

// SAFETY: the pool belongs to the allocator, whichever thread calls.
unsafe impl Send for State {}

impl<const POOL_SIZE: usize, const MIN_BLOCK_SIZE: usize> FirstFit<POOL_SIZE, MIN_BLOCK_SIZE> {
    /// Ends the allocation at `address` if `size` is what was requested for it; else changes nothing.
    pub fn deallocate(&self, address: *mut u8, size: usize) -> Deallocated {
        self.state.with_lock(|state| {
            let offset = (address as usize).wrapping_sub(state.pool as usize);
            if offset >= state.bytes {
                return Deallocated::OutsidePool;
            }
            let BlockLayout {
                bitmap_bytes,
                block_count,
            } = state.layout;
            let Some(in_data) = offset.checked_sub(bitmap_bytes) else {
                return Deallocated::NotABlock;
            };
            let first = in_data / MIN_BLOCK_SIZE;
            if first >= block_count || in_data % MIN_BLOCK_SIZE != 0 {
                return Deallocated::NotABlock;
            }
            let requested = usize::from(state.requested[first]);
            // A set bit alone may belong to the middle of an allocation.
            if requested == 0 || !state.bitmap().has(first) {
                return Deallocated::NotAllocated;
            }
            if size != requested {
                return Deallocated::WrongSize;
            }
            state.bitmap().clear(first, size.div_ceil(MIN_BLOCK_SIZE));
            state.requested[first] = 0;
            Deallocated::Freed
        })
    }
}

impl State {
    fn bitmap(&mut self) -> BlockBitmap {
        // SAFETY: the bitmap lies at the start of the pool, and the lock is held.
        unsafe { BlockBitmap::new(self.pool, self.layout.block_count) }
    }

    /// The largest power of two that divides the address of every block.
    fn align(&self, block_bytes: usize) -> usize {
        let address = self.pool as usize;
        block_bytes.min(address & address.wrapping_neg())
    }

    fn free_all(&mut self) {
        let blocks = self.layout.block_count;
        self.bitmap().clear(0, blocks);
        self.requested.fill(0);
    }
}

// SAFETY: blocks lie in the pool behind the bitmap, and a block with its bit set is not granted.
unsafe impl<const POOL_SIZE: usize, const MIN_BLOCK_SIZE: usize> PoolAllocator
    for FirstFit<POOL_SIZE, MIN_BLOCK_SIZE>
{
    const NEW: Self = {
        assert!(POOL_SIZE >= SMALLEST_POOL_BYTES && POOL_SIZE <= 4096);
        assert!(MIN_BLOCK_SIZE >= 16 && MIN_BLOCK_SIZE <= 256 && MIN_BLOCK_SIZE.is_power_of_two());
        FirstFit {
            state: SpinMutex::new(State {
                pool: ptr::null_mut(),
                bytes: 0,
                layout: BlockLayout {
                    block_count: 0,
                    bitmap_bytes: 0,
                },
                requested: [0; MOST_BLOCKS],
            }),
        }
    };

    unsafe fn init(&self, pool: *mut u8, bytes: usize) -> bool {
        if pool.is_null() || !(SMALLEST_POOL_BYTES..=POOL_SIZE).contains(&bytes) {
            return false;
        }
        self.state.with_lock(|state| {
            state.pool = pool;
            state.bytes = bytes;
            state.layout = BlockLayout::of(bytes, MIN_BLOCK_SIZE);
            state.free_all();
        });
        true
    }

    /// Sizes below 8 bytes, zero included, are refused on any pool, and so are alignments that the
    /// blocks do not have by themselves.
    fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = layout.size();
        self.state.with_lock(|state| {
            let lawful = (SMALLEST_SIZE..=state.bytes).contains(&size);
            if !lawful || layout.align() > state.align(MIN_BLOCK_SIZE) {
                return ptr::null_mut();
            }
            let count = size.div_ceil(MIN_BLOCK_SIZE);
            let Some(first) = state.bitmap().first_free_run(count) else {
                return ptr::null_mut();
            };
            state.bitmap().set(first, count);
            // No pool is longer than 4,096 bytes, and no size longer than its pool.
            state.requested[first] = size as u16;
            state
                .pool
                .wrapping_add(state.layout.bitmap_bytes + first * MIN_BLOCK_SIZE)
        })
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) -> bool {
        self.deallocate(address, layout.size()) == Deallocated::Freed
    }

    fn reset(&self) {
        self.state.with_lock(State::free_all);
    }
}
