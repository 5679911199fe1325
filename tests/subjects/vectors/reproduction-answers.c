/* Answers the vectors by the functions of reproductions in C. */
#include "noise.h"
#include "pattern.h"
#include "settings.h"

#include <stdio.h>
#include <string.h>

/* Written anew for each program. */
#undef WHOLE_BYTES
#undef EDGE_BYTES
static size_t WHOLE_BYTES, EDGE_BYTES;
#include "written.h"

static void written(const char *level, size_t length) {
  EDGE_BYTES = strcmp(level, "full") == 0 ? 32768 : 16;
  WHOLE_BYTES = 2 * EDGE_BYTES + 4;
  for (size_t from = 0, i = 0; i < length; i = next_written(length, i + 1)) {
    size_t after = next_written(length, i + 1);
    if (after == i + 1 && after < length) continue;
    printf("%s%zu-%zu", from == 0 ? "" : " ", from, i + 1);
    from = after;
  }
}

int main(void) {
  char line[512], word[32];
  unsigned a, b;
  size_t offset, bytes;
  make_noise();
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (sscanf(line, "pattern %u %u %zu %zu", &a, &b, &offset, &bytes) == 4)
      for (size_t i = 0; i < bytes; i++) printf("%02x", pattern_byte(a, b, offset + i));
    else if (sscanf(line, "noise %u %zu %zu", &a, &offset, &bytes) == 3)
      for (size_t i = 0; i < bytes; i++) printf("%02x", noise_byte(offset + i, a));
    else if (sscanf(line, "written %31s %zu", word, &bytes) == 2) written(word, bytes);
    printf("\n");
  }
  return 0;
}
