/* A malloc family over one block of its own, which is granted a thousand times and then refused. */
#include <stddef.h>

static _Alignas(16) unsigned char block[256];
static int grants;

void *malloc(size_t size) { return size <= sizeof block && grants++ < 1000 ? block : NULL; }
void free(void *address) { (void)address; }
