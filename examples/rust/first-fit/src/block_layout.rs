/// How a pool is divided: the bitmap first, the blocks behind it, then slack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockLayout {
    pub block_count: usize,
    /// The bytes before the first block: the bitmap, rounded up to whole blocks.
    pub bitmap_bytes: usize,
}

impl BlockLayout {
    /// The largest count of blocks that fits together with one bit for each.
    ///
    /// It is found by counting down from what would fit without a bitmap, because both shrink
    /// together: the first count that fits is the largest, and no formula needs a proof.
    pub fn of(pool_bytes: usize, block_bytes: usize) -> Self {
        let mut block_count = pool_bytes / block_bytes;
        loop {
            let bitmap_bytes = block_count.div_ceil(8).next_multiple_of(block_bytes);
            if bitmap_bytes + block_count * block_bytes <= pool_bytes {
                return BlockLayout {
                    block_count,
                    bitmap_bytes,
                };
            }
            block_count -= 1;
        }
    }
}
