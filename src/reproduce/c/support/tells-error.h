#pragma once
#include "settings.h"
#include "wrong.h"
#include <errno.h>
#include <stddef.h>

/* A refusal says why: in errno, which is 0 before the call, or as posix_memalign's answer. */
enum { ANY_ERROR = -1 };
static inline void *sets_errno(void *answer) {
  if (answer == REFUSED && errno == 0) wrong("refused, and errno stayed 0");
  return answer;
}
static inline void *answers_error(int error, int must, void *out) {
  if (error == 0 && out != REFUSED) return out;
  if (must == ANY_ERROR ? error == 0 : error != must)
    wrong("refused with the answer %d, but it must be %s", error,
          must == EINVAL ? "EINVAL" : must == ENOMEM ? "ENOMEM" : "an error");
  return REFUSED;
}
