#pragma once
#include "settings.h"
#include "process-bytes.h"
#include <sys/resource.h>

/* Memory ends LIMIT_BYTES above what the process has now. */
static inline void limit_memory(void) {
  rlim_t most = (rlim_t)(process_bytes(0) + LIMIT_BYTES);
  setrlimit(RLIMIT_AS, &(struct rlimit){ most, most });
}
