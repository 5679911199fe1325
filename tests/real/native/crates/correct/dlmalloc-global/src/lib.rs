//! dlmalloc as a global allocator, which brings its own memory.
#![no_std]

use dlmalloc::GlobalDlmalloc;

allocert_export::export_allocator!(GlobalDlmalloc = GlobalDlmalloc);
