/* The allocator of examples/c/free-list.c as a shared library, with a pool that its init is given. */
#define main far_side_main
#include "../../../../examples/c/free-list.c"
#undef main

int allocert_init(void *pool_base, size_t bytes) { return pool_init(pool_base, bytes); }
void *allocert_alloc(size_t size, size_t align) { return (void)align, pool_malloc(size); }
void *allocert_realloc(void *at, size_t old_size, size_t size, size_t align) {
  return (void)old_size, (void)align, pool_realloc(at, size);
}
void allocert_dealloc(void *at, size_t size, size_t align) { (void)size, (void)align, pool_free(at); }

void allocert_serve(const struct allocert_subject *subject) { (void)subject; }
