//! mimalloc as a global allocator with its default options: it reserves an arena that is longer than any
//! limit, for the first byte.
#![no_std]

use mimalloc::MiMalloc;

allocert_export::export_allocator!(MiMalloc = MiMalloc);
