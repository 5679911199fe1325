use crate::heap::Heap;

pub fn forget(heap: &mut Heap) {
    heap.blocks.iter_mut().for_each(|block| block.live = false);
}
