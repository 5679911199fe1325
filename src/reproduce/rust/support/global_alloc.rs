use crate::settings::REFUSED;
use crate::subject::subject;
use std::alloc::Layout;

/// What no Layout can say is refused before the allocator is asked, and so is a size of 0.
fn layout(size: usize, align: usize) -> Option<Layout> {
    Layout::from_size_align(size, align).ok().filter(|layout| layout.size() > 0)
}
pub unsafe fn alloc(size: usize, align: usize) -> *mut u8 {
    layout(size, align).map_or(REFUSED, |layout| subject().alloc(layout))
}
pub unsafe fn alloc_zeroed(size: usize, align: usize) -> *mut u8 {
    layout(size, align).map_or(REFUSED, |layout| subject().alloc_zeroed(layout))
}
pub unsafe fn realloc(start: *mut u8, old: usize, size: usize, align: usize) -> *mut u8 {
    match (layout(old, align), layout(size, align)) {
        (Some(layout), Some(_)) => subject().realloc(start, layout, size),
        _ => REFUSED,
    }
}
pub unsafe fn dealloc(start: *mut u8, size: usize, align: usize) {
    if let Some(layout) = layout(size, align) {
        subject().dealloc(start, layout);
    }
}
