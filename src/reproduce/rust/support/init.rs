use crate::heap::Heap;
use crate::wrong::wrong;

pub unsafe fn init(heap: &mut Heap) {
    let Heap { subject, region, .. } = heap;
    if subject.init_refuses(region.pool.start as *mut u8, region.pool.bytes) {
        wrong("init refuses its region");
    }
}
