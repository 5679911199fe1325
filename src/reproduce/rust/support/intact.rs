use crate::block::Block;
use crate::heap::Heap;
use crate::pattern::pattern_byte;
use crate::written::written;
use crate::wrong::wrong;

pub fn byte_at(block: &Block, offset: usize) -> u8 {
    pattern_byte(block.number, block.generation, offset)
}

pub unsafe fn holds_its_bytes(block: &Block, was: usize, length: usize, promise: &str) {
    for i in written(was).filter(|i| block.filled && *i < length) {
        let (seen, must) = (*block.start.add(i), byte_at(block, i));
        if seen != must {
            let name = block.name;
            wrong(&format!("byte {i} of {name} is {seen:#04x} and must be {must:#04x}: {promise}"));
        }
    }
}
/// No byte of a live block changes but by its owner, and none around the region.
pub unsafe fn intact(heap: &Heap) {
    for block in heap.blocks.iter().filter(|block| block.live) {
        holds_its_bytes(block, block.held, block.held, "nobody wrote to it");
    }
    heap.region.outside_untouched();
}
