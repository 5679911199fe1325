#pragma once
#include "settings.h"
#include "subject.h"
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Opened and not linked, so that a broken malloc stays away from the C library's own. */
static inline void open_library(void) {
  void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = library == NULL ? NULL : dlsym(library, functions[i].name);
    if (function == NULL) {
      fprintf(stderr, "cannot be tried: %s\n", dlerror());
      _exit(2);
    }
    memcpy(functions[i].pointer, &function, sizeof function);
  }
}
