/// One bit per block in the first bytes of a pool: set for allocated, clear for free.
///
/// Block i is bit i mod 8, counted from the least significant, of byte i / 8. It does no locking.
pub struct BlockBitmap {
    bytes: *mut u8,
    block_count: usize,
}

impl BlockBitmap {
    /// # Safety
    ///
    /// `bytes` is memory for as many bits as there are blocks, which nothing else uses.
    pub unsafe fn new(bytes: *mut u8, block_count: usize) -> Self {
        BlockBitmap { bytes, block_count }
    }

    /// Whether the block is allocated.
    pub fn has(&self, block: usize) -> bool {
        // SAFETY: see `byte_of`.
        unsafe { self.byte_of(block).read() & (1 << (block % 8)) != 0 }
    }

    /// Marks the blocks [first, first + count) as allocated.
    pub fn set(&mut self, first: usize, count: usize) {
        for block in first..first + count {
            // SAFETY: see `byte_of`.
            unsafe { *self.byte_of(block) |= 1 << (block % 8) };
        }
    }

    /// Marks the blocks [first, first + count) as free.
    pub fn clear(&mut self, first: usize, count: usize) {
        for block in first..first + count {
            // SAFETY: see `byte_of`.
            unsafe { *self.byte_of(block) &= !(1 << (block % 8)) };
        }
    }

    /// The lowest block that starts `count` free ones in a row.
    pub fn first_free_run(&self, count: usize) -> Option<usize> {
        let mut run_start = 0;
        for block in 0..self.block_count {
            if self.has(block) {
                run_start = block + 1;
            } else if block + 1 - run_start == count {
                return Some(run_start);
            }
        }
        None
    }

    /// The byte with the block's bit: by `new`, memory of ours, for a block that is one.
    fn byte_of(&self, block: usize) -> *mut u8 {
        assert!(block < self.block_count, "no such block");
        self.bytes.wrapping_add(block / 8)
    }
}
