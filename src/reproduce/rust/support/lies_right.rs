use crate::block::Block;
use crate::heap::Heap;
use crate::settings::UNIQUE_ZERO_SIZE;
use crate::wrong::wrong;

/// A block is aligned, inside of the region, and shares no byte with another.
pub unsafe fn lies_right(heap: &Heap, block: &Block, align: usize) {
    let (start, end) = (block.start as usize, (block.start as usize).wrapping_add(block.held));
    let shown = format!("{} is [{start:#x}, +{})", block.name, block.held);
    if start % align != 0 {
        wrong(&format!("{} is at {start:#x}, no multiple of {align}", block.name));
    }
    let (low, high) = heap.region.bounds(&heap.subject);
    if block.held > 0 && (start < low || end > high || end < start) {
        wrong(&format!("{shown}, outside of the region [{low:#x}, {high:#x})"));
    }
    if block.held > 0 && heap.region.touches_a_gap(start..end) {
        wrong(&format!("{shown}, partly between two pieces of the region"));
    }
    for other in heap.blocks.iter().filter(|other| other.live && other.name != block.name) {
        let from = other.start as usize;
        // A block of size 0 may have an address of its own.
        let counts = UNIQUE_ZERO_SIZE && (block.held == 0 || other.held == 0);
        let size = block.held + (counts && block.held == 0) as usize;
        let length = other.held + (counts && other.held == 0) as usize;
        if size > 0 && length > 0 && start < from + length && from < start + size {
            wrong(&format!("{shown} and overlaps {}, [{from:#x}, +{})", other.name, other.held));
        }
    }
}
