/// What a library without std must bring itself: the end of a panic, which is an abort.
///
/// The message goes to standard error first, which allocert shows beside the step that panicked.
#[cfg(not(feature = "std"))]
#[doc(hidden)]
#[macro_export]
macro_rules! export_runtime {
    () => {
        // Unoptimised code of core names the function that would unwind. Nothing unwinds here, so
        // it is never called, but a library that lacks it cannot be loaded.
        #[cfg(not(any(test, target_family = "wasm")))]
        #[no_mangle]
        extern "C" fn rust_eh_personality() {}

        // Tests have std, and with it a panic handler.
        #[cfg(not(test))]
        #[panic_handler]
        fn allocert_panic(info: &::core::panic::PanicInfo) -> ! {
            $crate::abort_with(info)
        }
    };
}

/// With std there is a panic handler already. `panic = "abort"` in the profile keeps it from
/// unwinding out of a function that C calls.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! export_runtime {
    () => {};
}

#[cfg(all(not(feature = "std"), target_family = "wasm"))]
#[doc(hidden)]
pub fn abort_with(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg(all(not(feature = "std"), not(target_family = "wasm")))]
#[doc(hidden)]
pub fn abort_with(info: &core::panic::PanicInfo) -> ! {
    use core::fmt::Write;

    extern "C" {
        fn abort() -> !;
        fn write(file: i32, bytes: *const u8, length: usize) -> isize;
    }

    /// Standard error, in one line: the last line is what a report shows.
    struct OneLine;

    impl Write for OneLine {
        fn write_str(&mut self, text: &str) -> core::fmt::Result {
            for line in text.split_inclusive('\n') {
                let shown = line.trim_end_matches('\n');
                // SAFETY: the bytes are those of the texts. What cannot be written is dropped.
                unsafe { write(2, shown.as_ptr(), shown.len()) };
                if shown.len() < line.len() {
                    unsafe { write(2, b" ".as_ptr(), 1) };
                }
            }
            Ok(())
        }
    }

    let _ = write!(OneLine, "{}", info.message());
    if let Some(location) = info.location() {
        let _ = write!(OneLine, ", at {location}");
    }
    // SAFETY: abort of the C library takes nothing and never returns.
    unsafe { abort() }
}
