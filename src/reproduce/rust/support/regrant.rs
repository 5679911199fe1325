use crate::block::Block;
use crate::heap::Heap;
use crate::intact::intact;
use crate::settings::{REALLOC_IN_PLACE, REALLOC_TO_ZERO_FREES, REFUSED};
use crate::take::take;
use crate::wrong::wrong;

/// Takes over what realloc answers, which keeps the shorter of both lengths; refused, it changes
/// nothing.
pub unsafe fn regrant(
    heap: &mut Heap,
    index: usize,
    answer: *mut u8,
    size: usize,
    align: usize,
    flags: u32,
) {
    let old = heap.blocks[index];
    if answer != REFUSED {
        if REALLOC_IN_PLACE && answer != old.start {
            wrong(&format!("{} has moved from {:p} to {answer:p}", old.name, old.start));
        }
        let block =
            Block { start: answer, size, held: size, generation: old.generation + 1, ..old };
        take(heap, index, block, align, flags);
    } else if REALLOC_TO_ZERO_FREES && size == 0 {
        heap.blocks[index].live = false;
    }
    intact(heap);
}
