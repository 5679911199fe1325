/// Exports an allocator by the functions that allocert calls. Once in a crate, which is a `cdylib`.
/// The crate is without std, and the macro brings the panic handler, too; one that needs std turns
/// on the feature `std` of this crate and has Rust's own.
///
/// A [`PoolAllocator`](crate::PoolAllocator):
///
/// ```ignore
/// export_allocator!(FirstFit<4096, 16>);
/// ```
///
/// A `GlobalAlloc`, with the expression that makes it in a static. It is given its pool where there
/// is an `init`, which answers false to refuse it; else it has memory of its own. `extend`, which
/// takes bytes behind the pool or answers false, `reset` and `region` are optional:
///
/// ```ignore
/// export_allocator!(LockedHeap = LockedHeap::empty(),
///     init = |heap, pool, bytes| { unsafe { heap.lock().init(pool, bytes) }; true },
///     extend = |heap, bytes| { unsafe { heap.lock().extend(bytes) }; true },
///     reset = |heap| heap.clear(),
///     region = |heap| heap.bottom()..heap.top());
/// ```
#[macro_export]
macro_rules! export_allocator {
    (@init $allocator:ty, $init:expr) => {
        /// Answers 1, or 0 where the pool is refused.
        #[no_mangle]
        pub extern "C" fn allocert_init(pool: *mut u8, bytes: usize) -> i32 {
            let init: fn(&$allocator, *mut u8, usize) -> bool = $init;
            init(&ALLOCERT_SUBJECT, pool, bytes).into()
        }
    };

    (@extend $allocator:ty, $extend:expr) => {
        /// Answers 1, or 0 where the bytes behind the pool are refused.
        #[no_mangle]
        pub extern "C" fn allocert_extend(bytes: usize) -> i32 {
            let extend: fn(&$allocator, usize) -> bool = $extend;
            extend(&ALLOCERT_SUBJECT, bytes).into()
        }
    };

    (@reset $allocator:ty, $reset:expr) => {
        #[no_mangle]
        pub extern "C" fn allocert_reset() {
            let reset: fn(&$allocator) = $reset;
            reset(&ALLOCERT_SUBJECT)
        }
    };

    (@region $allocator:ty, $region:expr) => {
        /// Tells the addresses that the allocator manages.
        ///
        /// # Safety
        ///
        /// Both pointers are good for a write.
        #[no_mangle]
        pub unsafe extern "C" fn allocert_region(base: *mut *mut u8, end: *mut *mut u8) {
            let region: fn(&$allocator) -> ::core::ops::Range<*mut u8> = $region;
            let range = region(&ALLOCERT_SUBJECT);
            base.write_unaligned(range.start);
            end.write_unaligned(range.end);
        }
    };

    (@requests
        $allocator:ty, $value:expr, $smallest:expr,
        $alloc:path, $alloc_zeroed:path, $realloc:path, $dealloc:expr
    ) => {
        static ALLOCERT_SUBJECT: $allocator = $value;

        /// What no Layout can say is refused, and so is what the allocator must not be asked.
        fn allocert_layout(size: usize, align: usize) -> Option<::core::alloc::Layout> {
            let layout = ::core::alloc::Layout::from_size_align(size, align).ok()?;
            (layout.size() >= $smallest).then_some(layout)
        }

        #[no_mangle]
        pub extern "C" fn allocert_alloc(size: usize, align: usize) -> *mut u8 {
            let Some(layout) = allocert_layout(size, align) else {
                return ::core::ptr::null_mut();
            };
            #[allow(unused_unsafe)]
            // SAFETY: the layout is one that may be asked.
            unsafe {
                $alloc(&ALLOCERT_SUBJECT, layout)
            }
        }

        #[no_mangle]
        pub extern "C" fn allocert_alloc_zeroed(size: usize, align: usize) -> *mut u8 {
            let Some(layout) = allocert_layout(size, align) else {
                return ::core::ptr::null_mut();
            };
            #[allow(unused_unsafe)]
            // SAFETY: the layout is one that may be asked.
            unsafe {
                $alloc_zeroed(&ALLOCERT_SUBJECT, layout)
            }
        }

        /// # Safety
        ///
        /// The address is live and was granted for the old size and this alignment.
        #[no_mangle]
        pub unsafe extern "C" fn allocert_realloc(
            address: *mut u8,
            old_size: usize,
            new_size: usize,
            align: usize,
        ) -> *mut u8 {
            match (allocert_layout(old_size, align), allocert_layout(new_size, align)) {
                (Some(old), Some(_)) => $realloc(&ALLOCERT_SUBJECT, address, old, new_size),
                _ => ::core::ptr::null_mut(),
            }
        }

        /// Answers 1, or 0 where the free is rejected.
        ///
        /// # Safety
        ///
        /// The address is live and was granted for this size and alignment, unless the allocator
        /// promises to notice.
        #[no_mangle]
        pub unsafe extern "C" fn allocert_dealloc(
            address: *mut u8,
            size: usize,
            align: usize,
        ) -> i32 {
            let Some(layout) = allocert_layout(size, align) else {
                return 0;
            };
            let dealloc: unsafe fn(&$allocator, *mut u8, ::core::alloc::Layout) -> bool = $dealloc;
            dealloc(&ALLOCERT_SUBJECT, address, layout).into()
        }

        $crate::export_runtime!();
    };

    ($allocator:ty = $value:expr $(, $clause:ident = $closure:expr)* $(,)?) => {
        // A Layout of size 0 is undefined behaviour of a GlobalAlloc's caller.
        $crate::export_allocator!(@requests
            $allocator, $value, 1,
            ::core::alloc::GlobalAlloc::alloc,
            ::core::alloc::GlobalAlloc::alloc_zeroed,
            ::core::alloc::GlobalAlloc::realloc,
            |subject, address, layout| {
                // SAFETY: the caller's promise is handed on.
                unsafe { ::core::alloc::GlobalAlloc::dealloc(subject, address, layout) };
                true
            }
        );

        /// The subject for programs in Rust: those of `allocert replay --as global-alloc`.
        pub static ALLOCERT_GLOBAL: &(dyn ::core::alloc::GlobalAlloc + Sync) = &ALLOCERT_SUBJECT;

        $($crate::export_allocator!(@$clause $allocator, $closure);)*
    };

    ($allocator:ty) => {
        $crate::export_allocator!(@requests
            $allocator, <$allocator as $crate::PoolAllocator>::NEW, 0,
            $crate::PoolAllocator::alloc,
            $crate::PoolAllocator::alloc_zeroed,
            $crate::PoolAllocator::realloc,
            <$allocator as $crate::PoolAllocator>::dealloc
        );
        $crate::export_allocator!(@init $allocator, |subject, pool, bytes| {
            // SAFETY: allocert hands over a pool that it does not use itself.
            unsafe { $crate::PoolAllocator::init(subject, pool, bytes) }
        });
        $crate::export_allocator!(@reset $allocator, |subject| {
            $crate::PoolAllocator::reset(subject)
        });
    };
}
