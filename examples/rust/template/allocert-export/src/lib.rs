//! Exports an allocator by the functions that allocert calls, with one macro.
//!
//! | function                                    | answer                                 |
//! | ------------------------------------------- | -------------------------------------- |
//! | `allocert_init(pool, bytes)`                | 1, or 0: the pool is refused           |
//! | `allocert_alloc(size, align)`               | an address, or null: refused           |
//! | `allocert_alloc_zeroed(size, align)`        | the same                               |
//! | `allocert_realloc(address, old, new, align)`| the same                               |
//! | `allocert_dealloc(address, size, align)`    | 1, or 0: rejected, and nothing changed |
//! | `allocert_extend(bytes)`                    | 1, or 0: the new bytes are refused     |
//! | `allocert_reset()`                          |                                        |
//! | `allocert_region(&mut base, &mut end)`      |                                        |
//!
//! Two kinds of allocators are exported: those that implement [`PoolAllocator`], and any
//! [`core::alloc::GlobalAlloc`]. See [`export_allocator`].
#![cfg_attr(not(feature = "std"), no_std)]

use core::alloc::Layout;
use core::ptr;

mod export_allocator;
mod export_runtime;

#[cfg(not(feature = "std"))]
#[doc(hidden)]
pub use export_runtime::abort_with;

/// An allocator over a pool that it is given, with answers that `GlobalAlloc` has no words for:
/// a pool that is refused, a free that is rejected, a reset.
///
/// Unlike with `GlobalAlloc`, a size of 0 may be asked, and a free may be wrong, if the contract
/// that it is certified by says what happens then.
///
/// # Safety
///
/// A granted range lies in the pool and touches no other live one, whichever threads call.
pub unsafe trait PoolAllocator: Sync {
    /// The allocator before `init`: it has no pool.
    const NEW: Self;

    /// Takes over a pool, whatever its bytes hold; false where it cannot be managed.
    ///
    /// # Safety
    ///
    /// The pool is memory of this length that nobody else uses, for as long as the allocator is used.
    unsafe fn init(&self, pool: *mut u8, bytes: usize) -> bool;

    /// Grants memory of this layout, or answers null.
    fn alloc(&self, layout: Layout) -> *mut u8;

    /// Ends an allocation; false, with nothing changed, where the free is noticed to be wrong.
    ///
    /// # Safety
    ///
    /// The address is one that was granted for this layout and is live, unless the allocator
    /// promises to notice.
    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) -> bool;

    /// Ends all allocations: what follows sees a fresh pool.
    fn reset(&self);

    /// As `alloc`, with bytes that are zero.
    fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let granted = self.alloc(layout);
        if !granted.is_null() {
            // SAFETY: the range was just granted to us.
            unsafe { granted.write_bytes(0, layout.size()) };
        }
        granted
    }

    /// Moves an allocation to one of `size` bytes; where it answers null, the old one is as it was.
    ///
    /// # Safety
    ///
    /// The address is a live one that was granted for this layout.
    unsafe fn realloc(&self, address: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(wanted) = Layout::from_size_align(size, layout.align()) else {
            return ptr::null_mut();
        };
        let granted = self.alloc(wanted);
        if !granted.is_null() {
            // SAFETY: both ranges are live, so that they are memory and apart.
            unsafe {
                granted.copy_from_nonoverlapping(address, layout.size().min(size));
                self.dealloc(address, layout);
            }
        }
        granted
    }
}
