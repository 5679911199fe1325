#include <stddef.h>

/* A pool and a lab that say no to every region. */

#ifdef LAB
extern void *mem_sbrk(int bytes);
int mm_init(void) { return -1; }
void *mm_malloc(size_t size) { return mem_sbrk((int)size); }
void mm_free(void *block) { (void)block; }
#else
void *allocert_init(void *pool, size_t bytes) {
  (void)pool, (void)bytes;
  return NULL;
}
void *allocert_alloc(size_t size, size_t align) {
  (void)size, (void)align;
  return NULL;
}
void allocert_dealloc(void *block, size_t size, size_t align) {
  (void)block, (void)size, (void)align;
}
#endif
