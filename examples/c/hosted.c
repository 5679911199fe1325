/*
 * Standard input and output as the bytes of allocert-wire, for far sides that are programs of an
 * operating system. A fault is told by how the program ends, so nothing catches it here.
 */
#include "allocert-wire.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint8_t input[4096], output[4096];
static size_t input_at, input_end, output_end;

void allocert_read(void *to, size_t bytes) {
  uint8_t *into = to;
  while (bytes > 0) {
    if (input_at == input_end) {
      allocert_flush();
      ssize_t length = read(0, input, sizeof input);
      if (length <= 0) _exit(0);
      input_at = 0, input_end = (size_t)length;
    }
    size_t most = input_end - input_at < bytes ? input_end - input_at : bytes;
    memcpy(into, input + input_at, most);
    input_at += most, into += most, bytes -= most;
  }
}

void allocert_flush(void) {
  for (size_t at = 0; at < output_end;) {
    ssize_t length = write(1, output + at, output_end - at);
    if (length <= 0) _exit(1);
    at += (size_t)length;
  }
  output_end = 0;
}

void allocert_write(const void *from, size_t bytes) {
  if (output_end + bytes > sizeof output) allocert_flush();
  memcpy(output + output_end, from, bytes);
  output_end += bytes;
}
