//! The reference bump allocator in Rust: address by address the one of `src/allocators/bump.ts`.
#![cfg_attr(not(test), no_std)]

mod cursor;
mod given_bump;
mod static_bump;

pub use given_bump::GivenBump;
pub use static_bump::StaticBump;

allocert_export::export_allocator!(GivenBump);

#[cfg(test)]
mod tests;
