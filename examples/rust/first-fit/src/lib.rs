//! The reference first-fit allocator in Rust: address by address the one of
//! `src/allocators/first-fit.ts`.
#![cfg_attr(not(test), no_std)]

mod block_bitmap;
mod block_layout;
mod first_fit;
mod spin_mutex;

pub use first_fit::{Deallocated, FirstFit};

allocert_export::export_allocator!(FirstFit<4096, 16>);

#[cfg(test)]
mod tests;
