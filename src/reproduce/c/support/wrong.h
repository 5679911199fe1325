#pragma once
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static int step;
static const char *volatile request = "init";
static int is_premise;

/* A wrong answer ends the program: no step after it would say anything. */
static inline void wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));
static inline void wrong(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fprintf(stderr, "step %d, %s: ", step, request);
  vfprintf(stderr, format, values);
  fprintf(stderr, "%s\n", is_premise ? "; so there is nothing to show" : "");
  va_end(values);
  _exit(is_premise ? 2 : 1);
}
