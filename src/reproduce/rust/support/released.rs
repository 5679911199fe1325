use crate::block::Block;
use crate::heap::Heap;

/// The block that is about to be freed.
pub fn released(heap: &mut Heap, index: usize) -> Block {
    heap.blocks[index].live = false;
    heap.blocks[index]
}
