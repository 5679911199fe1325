/* Processes that run programs: starting them, waiting for them, ending those that hang. */

/*
 * Children that run at a time. Each has a pipe for what the subject prints, and drops what does not
 * fit into it.
 */
enum { MOST_CHILDREN = 8, FIRST_PRIVATE_FD = 10 };
static struct child {
  /* 0 for none. */
  pid_t pid;
  /* The one that it was started for, and the one that it is at. */
  int32_t first, program;
  /* Calls that were seen, and for how long there have been no more. */
  int32_t calls, limit_ms;
  int64_t unmoved_us;
  /* Time of a processor that it had used at the latest tick, in microseconds. */
  int64_t used_us;
  bool hung;
  int print_in, print_out;
  uint8_t *book;
} children[MOST_CHILDREN];
static int32_t running;

/* What the zygote and its children share: programs that nobody has begun, and who is at which. */
static struct work {
  volatile int32_t next, end;
  /* A child that has run its program ends, in place of going on with the next one. */
  volatile int32_t one_each;
  volatile int32_t driver_error;
  volatile int32_t programs[MOST_CHILDREN];
} *work;

/* The next program that nobody has begun; -1 for none. */
static int32_t claim(void) {
  int32_t next = work->next;
  while (next < work->end) {
    if (__atomic_compare_exchange_n(&work->next, &next, next + 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return next;
  }
  return -1;
}

/*
 * Books are shared memory, since pages that are there already are had again for a third of what new
 * ones cost. A child inherits its own and no other.
 */
static size_t book_bytes;
#define LARGE_BOOK_BYTES ((size_t)16 << 20)

static void show_book(struct child *child) {
  if (child->book == NULL) {
    uintptr_t place = BOOKS_PLACE + (uintptr_t)(child - children) * book_bytes;
    void *map = map_at(place, book_bytes, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    if (map == MAP_FAILED) _exit(71);
    child->book = map;
  }
  book = child->book;
  madvise(book, book_bytes, MADV_DOFORK);
}

static int control_in, control_out;

static void close_private_files(void) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, FIRST_PRIVATE_FD, ~0u, 0) == 0) return;
#endif
  for (int fd = FIRST_PRIVATE_FD; fd < FIRST_PRIVATE_FD + 4 + 2 * MOST_CHILDREN; fd++) close(fd);
}

/* Forks; in the child, what belongs to the zygote alone is closed. */
static pid_t start_child(struct child *child) {
  show_book(child);
  pid_t parent = getpid(), pid = fork();
  if (pid != 0) {
    madvise(book, book_bytes, MADV_DONTFORK);
    if (pid > 0) child->pid = pid, running++;
    return pid;
  }
  /* Nobody is left behind when the zygote goes, and nobody can signal it through its group. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  setpgid(0, 0);
  dup2(child->print_out, 1);
  dup2(child->print_out, 2);
  close_private_files();
  return 0;
}

/* Whether a process waits for something and would not use a processor if it had one. */
static bool is_blocked(pid_t pid) {
  char path[32], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  if (fd >= 0) close(fd);
  if (length <= 0) return false;
  text[length] = '\0';
  /* Its name, which may hold anything, is in parentheses before its state. */
  const char *name_end = strrchr(text, ')');
  return name_end != NULL && strchr("StT", name_end[2]) != NULL;
}

/*
 * How long a child has been at its call since the tick before, in microseconds: processor time, or the
 * time of the tick where it is blocked and uses none. A machine that is busy, or slept, has not waited.
 */
static int64_t tick_of(struct child *child) {
  clockid_t clock;
  struct timespec now;
  const int64_t tick_us = TICK_MS * 1000;
  if (clock_getcpuclockid(child->pid, &clock) != 0 || clock_gettime(clock, &now) != 0) return tick_us;
  int64_t used_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000, since = used_us - child->used_us;
  child->used_us = used_us;
  if (since < tick_us / 10 && is_blocked(child->pid)) return tick_us;
  /* Several threads use more than there is. */
  return since < 0 ? 0 : since > tick_us ? tick_us : since;
}

/* Ends children whose calls stopped coming back. */
static void look_for_hangs(void) {
  for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
    if (child->pid == 0 || child->hung) continue;
    int32_t program = child->program < 0 ? -1 : work->programs[child - children];
    int32_t calls = program < 0 ? 0 : progresses[program].calls;
    bool moved = child->calls != calls || child->program != program;
    int64_t waited_us = tick_of(child);
    child->unmoved_us = moved ? 0 : child->unmoved_us + waited_us;
    child->calls = calls;
    child->program = program;
    if (child->unmoved_us < (int64_t)child->limit_ms * 1000) continue;
    child->hung = true;
    kill(-child->pid, SIGKILL);
    kill(child->pid, SIGKILL);
  }
}

/* Waits until a child is gone, and answers which; NULL where there is none. */
static struct child *wait_for_child(int *status) {
  while (running > 0) {
    pid_t gone = waitpid(-1, status, 0);
    if (gone < 0) {
      if (errno != EINTR) return NULL;
      look_for_hangs();
      continue;
    }
    for (struct child *child = children; child < children + MOST_CHILDREN; child++) {
      if (child->pid != gone) continue;
      if (child->program >= 0) child->program = work->programs[child - children];
      child->pid = 0;
      running--;
      return child;
    }
  }
  return NULL;
}

/* Words of texts of this batch. */
static int32_t texts_used;

static void pwrite_word(size_t at, int32_t value) {
  if (pwrite(record_fd, &value, sizeof value, (off_t)at) != sizeof value) _exit(72);
}

/* Keeps the end of what the subject printed before it died, as the text of its fault. */
static void keep_printed(const struct child *child, bool died) {
  char buffer[4096], last[512];
  ssize_t length, kept = 0;
  while ((length = read(child->print_in, buffer, sizeof buffer)) > 0) {
    if (!died) continue;
    ssize_t most = (ssize_t)sizeof last;
    if (length >= most) {
      memcpy(last, buffer + length - most, (size_t)most);
      kept = most;
    } else {
      ssize_t over = kept + length - most;
      if (over > 0) {
        memmove(last, last + over, (size_t)(kept - over));
        kept -= over;
      }
      memcpy(last + kept, buffer, (size_t)length);
      kept += length;
    }
  }
  int32_t needed = 2 + (int32_t)((kept + 3) / 4);
  if (kept == 0 || texts_used + needed > control->text_words) return;
  int32_t *text = (int32_t *)control + control->texts_at + texts_used;
  text[0] = child->program;
  text[1] = (int32_t)kept;
  memcpy(text + 2, last, (size_t)kept);
  texts_used += needed;
  /* Through the file, since what Node.js has written is not to be written here. */
  pwrite_word(offsetof(struct control, texts_used), texts_used);
}

static void bury(int32_t index, int fault, int detail) {
  header = headers + (size_t)index * WORDS_PER_HEADER;
  progress = progresses + index;
  header[HEADER_STATUS] = STATUS_DIED;
  header[HEADER_FAULT] = fault;
  header[HEADER_FAULT_DETAIL] = detail;
  header[HEADER_FAULT_PHASE] = progress->phase;
  if (progress->phase != PHASE_CALL || header[HEADER_STEP_COUNT] == 0) return;
  own_steps = steps + (size_t)header[HEADER_FIRST_STEP] * WORDS_PER_STEP;
  step_count = header[HEADER_STEP_COUNT];
  set_outcome(OUTCOME_FAULTED);
}
