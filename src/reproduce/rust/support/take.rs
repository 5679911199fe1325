use crate::block::Block;
use crate::heap::Heap;
use crate::intact::{byte_at, holds_its_bytes};
use crate::lies_right::lies_right;
use crate::written::written;
use crate::wrong::wrong;

pub const ZEROED: u32 = 1;
pub const UNFILLED: u32 = 2;

/// The block takes what was answered, keeps what it held, and is written.
pub unsafe fn take(heap: &mut Heap, index: usize, block: Block, align: usize, flags: u32) {
    lies_right(heap, &block, align);
    let filled = block.held > 0 && flags & UNFILLED == 0;
    for i in (0..block.size).filter(|_| filled && flags & ZEROED != 0) {
        let seen = *block.start.add(i);
        if seen != 0 {
            wrong(&format!("byte {i} of {} is {seen:#04x} and not zero", block.name));
        }
    }
    let old = heap.blocks[index];
    if old.live {
        let moved = Block { filled: old.filled, generation: old.generation, ..block };
        holds_its_bytes(&moved, old.held, old.size.min(block.size), "realloc keeps it");
    }
    for i in written(block.held).filter(|_| filled) {
        *block.start.add(i) = byte_at(&block, i);
    }
    heap.blocks[index] = Block { live: true, filled, ..block };
}
