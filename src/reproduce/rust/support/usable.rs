use crate::block::Block;
use crate::heap::Heap;
use crate::intact::{byte_at, intact};
use crate::lies_right::lies_right;
use crate::settings::USABLE_WRITABLE;
use crate::written::written;
use crate::wrong::wrong;

pub unsafe fn usable(heap: &mut Heap, index: usize, length: usize) {
    let Block { name, size, held, .. } = heap.blocks[index];
    if length < size {
        wrong(&format!("{length} bytes of {name} are usable, fewer than the {size} asked for"));
    }
    intact(heap);
    // All of it may be written, so it is nobody else's.
    if USABLE_WRITABLE && held > 0 && length > held {
        let block = Block { held: length, ..heap.blocks[index] };
        lies_right(heap, &block, 1);
        for i in written(length).filter(|_| block.filled) {
            *block.start.add(i) = byte_at(&block, i);
        }
        heap.blocks[index] = block;
    }
}
