/* What must be settled before the library is loaded. */

/*
 * Two things must be settled before a process starts, so the driver starts itself again with them.
 *
 * Addresses are not randomised, where the system allows that, so that the same program gets the same
 * answers and a witness breaks again when it is replayed.
 *
 * jemalloc and others keep their state in static thread-local storage, of which glibc leaves little
 * for libraries that are loaded late; only the environment can ask for more.
 */
static void start_again(char **arguments) {
  static const char wanted[] = "glibc.rtld.optional_static_tls=16384";
  const char *tunables = getenv("GLIBC_TUNABLES");
  char value[1024];
  if (getenv("ALLOCERT_DRIVER_STARTED") != NULL) return;
  personality(ADDR_NO_RANDOMIZE);
  if (tunables == NULL || strstr(tunables, "optional_static_tls") == NULL) {
    const char *before = tunables == NULL ? "" : tunables;
    snprintf(value, sizeof value, "%s%s%s", before, *before == '\0' ? "" : ":", wanted);
    setenv("GLIBC_TUNABLES", value, 1);
  }
  setenv("ALLOCERT_DRIVER_STARTED", "1", 1);
  execv("/proc/self/exe", arguments);
}

/* A file descriptor that no child keeps. */
static int make_private(int fd) {
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_PRIVATE_FD);
  if (moved < 0) _exit(73);
  close(fd);
  return moved;
}

/* Standard streams of the subject go to pipes that drop what does not fit. */
static void redirect_streams(void) {
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0) _exit(73);
  control_in = fcntl(0, F_DUPFD_CLOEXEC, FIRST_PRIVATE_FD);
  control_out = fcntl(1, F_DUPFD_CLOEXEC, FIRST_PRIVATE_FD);
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) _exit(73);
    child->print_in = make_private(ends[0]);
    child->print_out = make_private(ends[1]);
  }
  dup2(nothing, 0);
  dup2(children[0].print_out, 1);
  dup2(children[0].print_out, 2);
  close(nothing);
}

enum { RECORD_FD = 3 };
