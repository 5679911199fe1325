use crate::block::Block;
use crate::heap::Heap;
use crate::intact::intact;
use crate::settings::REFUSED;
use crate::take::take;

/// Takes a block over from the subject; a refusal is lawful unless something else says so.
pub unsafe fn grant(
    heap: &mut Heap,
    index: usize,
    answer: *mut u8,
    size: usize,
    align: usize,
    flags: u32,
) {
    if answer != REFUSED {
        let block = Block { start: answer, size, held: size, generation: 0, ..heap.blocks[index] };
        take(heap, index, block, align, flags);
    }
    intact(heap);
}
