/* What the driver offers to a malloc lab that leaves these undefined: memlib.h of the hand-out. */

#define LAB_API __attribute__((visibility("default")))
/* Of mdriver.c, which some solutions print by. */
LAB_API int verbose = 0;
LAB_API void *mem_sbrk(intptr_t increment);
LAB_API void mem_init(void);
LAB_API void mem_deinit(void);
LAB_API void mem_reset_brk(void);
LAB_API void *mem_heap_lo(void);
LAB_API void *mem_heap_hi(void);
LAB_API size_t mem_heapsize(void);
LAB_API size_t mem_pagesize(void);

void *mem_sbrk(intptr_t increment) {
  uint64_t old = region.pool_end;
  if (increment > 0 && door_refuses()) {
    tell_refused((uint64_t)increment);
    region.refused++;
    errno = ENOMEM;
    return (void *)-1;
  }
  if (increment < 0 || (uint64_t)increment > region.reserve_end - old) {
    uint64_t wanted = increment < 0 ? 0 : old - region.pool_base + (uint64_t)increment;
    if (wanted > region.demanded) region.demanded = wanted;
    region.changed = true;
    region.refused++;
    errno = ENOMEM;
    return (void *)-1;
  }
  uint64_t end = old + (uint64_t)increment;
  /* Only bytes that were never handed out are fresh: behind a reset lies what was there before. */
  refresh_bytes(old > region.used_end ? old : region.used_end, end);
  if (end > region.used_end) region.used_end = end;
  watch_behind(end, end + WATCHED_BYTES);
  region.pool_end = end;
  region.changed = true;
  return (void *)(uintptr_t)old;
}
void mem_init(void) {}
void mem_deinit(void) {}
/* The bytes stay as they were: an allocator must not count on zeros the second time. */
void mem_reset_brk(void) {
  region.pool_end = region.pool_base;
  watch_behind(region.pool_end, region.pool_end + WATCHED_BYTES);
  region.changed = true;
}
void *mem_heap_lo(void) { return (void *)(uintptr_t)region.pool_base; }
void *mem_heap_hi(void) { return (void *)(uintptr_t)(region.pool_end - 1); }
size_t mem_heapsize(void) { return (size_t)(region.pool_end - region.pool_base); }
size_t mem_pagesize(void) { return (size_t)page_bytes(); }
