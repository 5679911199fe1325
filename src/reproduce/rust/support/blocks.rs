use crate::block::{block, Block};

/// Blocks by the names of their allocations.
pub const A: usize = 0;
pub fn new_blocks() -> Vec<Block> {
    vec![block("A", 1)]
}
