use crate::settings::{BASE_OFFSET, PLACE};
use crate::wrong::wrong;
use std::ffi::c_int;

extern "C" {
    fn mmap(
        at: usize,
        bytes: usize,
        access: c_int,
        flags: c_int,
        file: c_int,
        from: isize,
    ) -> usize;
    fn mprotect(at: usize, bytes: usize, access: c_int) -> c_int;
}
const GUARD_BYTES: usize = 4 << 20;
/// The largest that Linux has.
const PAGE_BYTES: usize = 65536;

fn page_up(bytes: usize) -> usize {
    bytes + (PAGE_BYTES - bytes % PAGE_BYTES) % PAGE_BYTES
}

/// Memory for a region that begins BASE_OFFSET behind PLACE, where it lay when the violation was
/// found, or behind another multiple of 65536 where that is taken. Whoever goes a page further dies.
pub unsafe fn guarded_memory(bytes: usize) -> usize {
    let inner = page_up(BASE_OFFSET + bytes);
    let total = 2 * (GUARD_BYTES + PAGE_BYTES) + inner;
    let before = PAGE_BYTES + GUARD_BYTES;
    // PROT_READ and PROT_WRITE; MAP_PRIVATE, MAP_ANONYMOUS and MAP_NORESERVE.
    let low = mmap(PLACE.wrapping_sub(before), total, 1 | 2, 2 | 0x20 | 0x4000, -1, 0);
    if low == usize::MAX {
        wrong(&format!("there is no memory for a region of {bytes} bytes"));
    }
    let base = page_up(low + before);
    mprotect(low, base - PAGE_BYTES - low, 0);
    mprotect(base + inner, low + total - base - inner, 0);
    base + BASE_OFFSET
}
