use core::alloc::Layout;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};

/// The shortest pool that a bump allocator accepts, in bytes.
pub const SMALLEST_POOL_BYTES: usize = 1024;

/// The largest alignment that is granted, in bytes.
pub const LARGEST_ALIGN: usize = 64;

/// The whole state of a bump allocator: the bytes between the pool's base and the next grant.
///
/// Relaxed order is enough. The cursor publishes no other memory: a grant's bytes belong to the
/// thread that got them, and whoever hands them on synchronises for that.
pub struct Cursor {
    used: AtomicUsize,
}

impl Cursor {
    pub const fn new() -> Self {
        Cursor {
            used: AtomicUsize::new(0),
        }
    }

    /// Grants from `[base, base + bytes)`, or answers null where the request does not fit or the
    /// alignment is above 64.
    ///
    /// A grant starts at the cursor rounded up to the alignment and leaves the cursor at its end.
    /// Zero bytes are granted at the same address, take no room and are never refused for want of
    /// it; where that address lies behind the pool, they get its last aligned one.
    pub fn claim(&self, base: *mut u8, bytes: usize, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        if align > LARGEST_ALIGN {
            return ptr::null_mut();
        }
        let mut used = self.used.load(Ordering::Relaxed);
        loop {
            let padding = (base as usize + used).wrapping_neg() & (align - 1);
            let start = used + padding;
            if size == 0 {
                return base.wrapping_add(if start <= bytes { start } else { start - align });
            }
            // Compared with the room left, never added to the start: no size can wrap.
            if start > bytes || size > bytes - start {
                return ptr::null_mut();
            }
            // Reset may bring back an old cursor between load and exchange. That does no harm: the
            // cursor is the whole state, so a grant that was right for this value is right again.
            let taken = self.used.compare_exchange_weak(
                used,
                start + size,
                Ordering::Relaxed,
                Ordering::Relaxed,
            );
            match taken {
                Ok(_) => return base.wrapping_add(start),
                Err(now) => used = now,
            }
        }
    }

    /// The next grant starts at the base again.
    pub fn reset(&self) {
        self.used.store(0, Ordering::Relaxed);
    }
}
