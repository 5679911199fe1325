//! A small allocator behind a pipe:
//!
//!     cargo build --release
//!     npx allocert certify --command target/release/allocert-wire-example

mod contents;
mod frames;
mod numbers;
mod wire;

use std::alloc::Layout;
use std::io::{BufReader, BufWriter, Read, Stdin, Stdout, Write};

struct Pipe {
    input: BufReader<Stdin>,
    output: BufWriter<Stdout>,
}

impl wire::Link for Pipe {
    fn read(&mut self, to: &mut [u8]) {
        if self.input.read_exact(to).is_err() {
            std::process::exit(0);
        }
    }
    fn write(&mut self, from: &[u8]) {
        self.output.write_all(from).expect("allocert reads");
    }
    fn flush(&mut self) {
        self.output.flush().expect("allocert reads");
    }
}

/// Grants one block behind the other, and takes back only the last.
struct Stack {
    next: usize,
    end: usize,
}

impl wire::Subject for Stack {
    const NAME: &'static str = "stack";
    fn begin(&mut self, base: *mut u8, bytes: usize) -> bool {
        *self = Stack { next: base as usize, end: base as usize + bytes };
        true
    }
    fn alloc(&mut self, layout: Layout) -> *mut u8 {
        let at = self.next.next_multiple_of(layout.align());
        if layout.size() > self.end.saturating_sub(at) {
            return std::ptr::null_mut();
        }
        self.next = at + layout.size();
        at as *mut u8
    }
    fn alloc_zeroed(&mut self, layout: Layout) -> *mut u8 {
        let at = self.alloc(layout);
        if !at.is_null() {
            unsafe { at.write_bytes(0, layout.size()) };
        }
        at
    }
    fn realloc(&mut self, at: *mut u8, old: Layout, size: usize) -> *mut u8 {
        let Ok(layout) = Layout::from_size_align(size, old.align()) else {
            return std::ptr::null_mut();
        };
        let new = self.alloc(layout);
        if !new.is_null() {
            unsafe { new.copy_from_nonoverlapping(at, old.size().min(size)) };
        }
        new
    }
    fn dealloc(&mut self, at: *mut u8, layout: Layout) {
        if at as usize + layout.size() == self.next {
            self.next = at as usize;
        }
    }
}

fn main() {
    let pipe = Pipe {
        input: BufReader::new(std::io::stdin()),
        output: BufWriter::new(std::io::stdout()),
    };
    let pool = Box::leak(vec![0u8; (1 << 20) + 16_384].into_boxed_slice());
    wire::serve(pipe, Stack { next: 0, end: 0 }, pool.as_mut_ptr(), pool.len());
}
