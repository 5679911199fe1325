use crate::block::Block;
use crate::heap::Heap;
use crate::lies_right::lies_right;
use crate::settings::USABLE_WRITABLE;
use crate::wrong::wrong;

pub unsafe fn usable(heap: &Heap, index: usize, length: usize) {
    let Block { name, size, .. } = heap.blocks[index];
    if length < size {
        wrong(&format!("{length} bytes of {name} are usable, fewer than the {size} asked for"));
    }
    // All of it may be written, so it is nobody else's.
    if USABLE_WRITABLE && size > 0 {
        lies_right(heap, &Block { size: length, ..heap.blocks[index] }, 1);
    }
}
