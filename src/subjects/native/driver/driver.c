/*
 * The driver of native subjects: loads an allocator from a shared library, forks for every program,
 * and writes what was asked and answered into memory that Node.js reads.
 *
 *   allocert-driver path=LIBRARY convention=c|layout|handle|lab ROLE=SYMBOL ... [init-refuses=...]
 *
 * The process that loads the library is a zygote: it never calls a function of the allocator itself.
 * Each program runs in a child forked from it, so that every program meets the library as it was
 * just after loading, and whatever the allocator does to its process is gone with the child. Forking
 * costs some tenths of a millisecond; loading anew would cost five. A sealed library (below) is put
 * back to how it was for a hundredth of that, so one child runs many of its programs. As many
 * children run at a time as there are processors to spare; each writes to a slice of the record of
 * its own, so that what a program answers does not depend on who runs beside it.
 *
 * The record is the one of the TypeScript executor (src/core/step-record.ts, event-record.ts,
 * execution-batch.ts), and so are the rules of what is asked, filled, read back and when
 * (src/subjects/execute). Steps are written ahead of the call into a shared mapping: what kills the
 * child is found at its exact step and phase, without any help from the child.
 *
 * Nothing here calls malloc after the library is loaded, since the subject may be libc itself; all
 * memory comes from mmap, before the limit on the address space is set.
 *
 * This is the whole program: its parts are included below and compiled with it in one call, so that
 * nothing has to be built or linked beside it, and calls between them can be inlined.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* Each part uses those above it. */
#include "record.h"
#include "shared-record.c"
#include "places.c"
#include "subject.c"
#include "sealed-library.c"
#include "noise.c"
#include "given-region.c"
#include "record-writer.c"
#include "host-door.c"
#include "malloc-lab.c"
#include "pattern.c"
#include "live-bits.c"
#include "live-blocks.c"
#include "footprint.c"
#include "damage.c"
#include "observer.c"
#include "address-space.c"
#include "host-calls.c"
#include "watch-calls.c"
#include "call-subject.c"
#include "grant-requests.c"
#include "resize-requests.c"
#include "free-requests.c"
#include "drain.c"
#include "usable-requests.c"
#include "reset-requests.c"
#include "region-requests.c"
#include "run-request.c"
#include "short-pattern.c"
#include "everyday-requests.c"
#include "drain-rounds.c"
#include "run-program.c"
#include "faults.c"
#include "children.c"
#include "child-programs.c"
#include "driver-memory.c"
#include "run-batch.c"
#include "answers.c"
#include "load-subject.c"
#include "start.c"

int main(int count, char **arguments) {
  char top;
  stack_top = (uintptr_t)&top + 65536;
  start_again(arguments);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct rlimit no_core = { 0, 0 };
  setrlimit(RLIMIT_CORE, &no_core);
  /* The record is anonymous memory: Node.js opens it through /proc, and no file is left behind. */
  if (fcntl(RECORD_FD, F_GETFD) == -1) {
    int made = memfd_create("allocert-record", 0);
    if (made != -1 && made != RECORD_FD) dup2(made, RECORD_FD);
  }
  record_fd = fcntl(RECORD_FD, F_GETFD) == -1 ? -1 : RECORD_FD;
  redirect_streams();
  make_noise_table();
  install_handlers();
  grow_stack();
  if (record_fd < 0) fail("this system cannot make anonymous memory (memfd_create)");
  load_subject(count, arguments);
  map_bits();
  work = map_shared(sizeof *work);
  driver_error = &work->driver_error;
  for (;;) {
    /* From which program on, and how many at a time. */
    int32_t asked[2];
    ssize_t length = read(control_in, asked, sizeof asked);
    if (length < 0 && errno == EINTR) continue;
    if (length != sizeof asked) _exit(0);
    if (!map_record()) fail("the shared record cannot be mapped");
    run_batch(asked[0], asked[1]);
    if (*driver_error == REGION_CANNOT_BE_MAPPED) fail("a region cannot be mapped: not enough address space");
    if (*driver_error == CANNOT_FORK) fail("a process cannot be forked");
    say("done", "");
  }
}
