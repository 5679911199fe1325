//! talc over a pool that it claims.
#![no_std]

use spinning_top::RawSpinlock;
use talc::source::Manual;
use talc::TalcLock;

type Talc = TalcLock<RawSpinlock, Manual>;

/// Wanted by `alloc`, which the crate names, and never used.
#[global_allocator]
static UNUSED: Talc = TalcLock::new(Manual);

allocert_export::export_allocator!(
    Talc = TalcLock::new(Manual),
    init = |talc, pool, bytes| unsafe { talc.lock().claim(pool, bytes) }.is_some()
);
