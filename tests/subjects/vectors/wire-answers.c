/* Answers the vectors by the functions of the far side in C. */
#include "allocert-wire.c"

#include <stdio.h>
#include <string.h>

void allocert_read(void *to, size_t bytes) { (void)to, (void)bytes; }
void allocert_write(const void *from, size_t bytes) { (void)from, (void)bytes; }
void allocert_flush(void) {}

static void written(const char *level, size_t length) {
  observe = strcmp(level, "full") == 0 ? OBSERVE_FULL : OBSERVE_EDGES;
  for (size_t from = 0, i = 0; i < length; i = next(i, length)) {
    size_t after = next(i, length);
    if (after == i + 1 && after < length) continue;
    printf("%s%zu-%zu", from == 0 ? "" : " ", from, i + 1);
    from = after;
  }
}

int main(void) {
  char line[512], word[32];
  unsigned a, b;
  size_t offset, bytes;
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (sscanf(line, "pattern %u %u %zu %zu", &a, &b, &offset, &bytes) == 4)
      for (size_t i = 0; i < bytes; i++) printf("%02x", byte_of(pattern_of(a, b), offset + i));
    else if (sscanf(line, "written %31s %zu", word, &bytes) == 2) written(word, bytes);
    printf("\n");
  }
  return 0;
}
