use crate::heap::Heap;
use crate::settings::REFUSED;
use crate::wrong::wrong;

pub unsafe fn granted_at(heap: &Heap, answer: *mut u8, offset: usize) {
    let at = (answer as usize).wrapping_sub(heap.region.bounds(&heap.subject).0);
    if answer == REFUSED {
        wrong(&format!("refused, but must be granted at offset {offset}"));
    }
    if at != offset {
        wrong(&format!("granted at offset {at}, but must be at {offset}"));
    }
}
