/*
 * Sees the system calls that the subject makes, and no others.
 *
 * Syscall User Dispatch (Linux 5.11) turns each system call of a thread into a SIGSYS while a byte of
 * its memory, the selector, says so: the driver sets it before it calls the subject and clears it
 * behind. So it matters neither whether libc makes the call or the subject itself, nor from where.
 */

/* Whether this system can do that; found out once, when the library is loaded. */
static bool has_door;
static volatile char door_selector;
/* What the selector is during a call of the subject in this child. */
static char door_watches;

static inline void open_door(void) { door_selector = door_watches; }
static inline void close_door(void) { door_selector = 0; }

#if HAS_HOST_CALLS

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif
enum { DISPATCH_OFF, DISPATCH_ON };

/* The handler returns by a call that must pass: from the range that prctl is told. */
#if defined(__x86_64__)
static const int argument_registers[6] = { REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9 };
enum { RESULT_REGISTER = REG_RAX, POINTER_REGISTER = REG_RIP };
__asm__(".text\ndoor_return:\n mov $15, %eax\n syscall\ndoor_return_end:\n nop\n");
#else
static const int argument_registers[6] = { REG_EBX, REG_ECX, REG_EDX, REG_ESI, REG_EDI, REG_EBP };
enum { RESULT_REGISTER = REG_EAX, POINTER_REGISTER = REG_EIP };
__asm__(".text\ndoor_return:\n mov $173, %eax\n int $0x80\ndoor_return_end:\n nop\n");
#endif
extern char door_return[] __attribute__((visibility("hidden")));
extern char door_return_end[] __attribute__((visibility("hidden")));

/* As the kernel has it: libc's sigaction brings a way back of its own. */
struct kernel_action {
  void (*handler)(int, siginfo_t *, void *);
  unsigned long flags;
  void *restorer;
  uint32_t mask[2];
};
enum { HAS_RESTORER = 0x04000000 };

/*
 * The same mask without the signal of the door: one that cannot be delivered ends the process. A subject
 * that starts a thread blocks all signals meanwhile, and so may one that holds a lock.
 */
static uint64_t with_door_signal(uint64_t mask) {
  return mask & ~((uint64_t)1 << (SIGSYS - 1));
}

/* Handlers of the subject's own ask the host as well, whatever they block meanwhile. */
static long set_action(const word *given) {
  struct kernel_action action;
  uint64_t mask;
  if (given[1] == 0 || given[3] != sizeof mask) return make_call(SYS_rt_sigaction, given);
  memcpy(&action, (const void *)given[1], sizeof action);
  memcpy(&mask, action.mask, sizeof mask);
  mask = with_door_signal(mask);
  memcpy(action.mask, &mask, sizeof mask);
  const word passed[6] = { given[0], (word)&action, given[2], given[3], given[4], given[5] };
  return make_call(SYS_rt_sigaction, passed);
}

/*
 * The mask of the subject's thread, which lies in the context while the handler runs: one that the
 * handler set would be lost when it returns.
 */
static long set_mask(ucontext_t *context, const word *given) {
  uint64_t before, change;
  if (given[3] != sizeof before) return -EINVAL;
  memcpy(&before, &context->uc_sigmask, sizeof before);
  if (given[1] != 0) {
    memcpy(&change, (const void *)given[1], sizeof change);
    if (given[0] == SIG_BLOCK) change = before | change;
    else if (given[0] == SIG_UNBLOCK) change = before & ~change;
    change = with_door_signal(change);
    memcpy(&context->uc_sigmask, &change, sizeof change);
  }
  if (given[2] != 0) memcpy((void *)given[2], &before, sizeof before);
  return 0;
}

/* What cannot be done in a handler, where a child would start, or a stack be left, within it. */
static bool must_be_direct(long number) {
  switch (number) {
    case SYS_clone:
    case SYS_fork:
    case SYS_vfork:
    case SYS_execve:
    case SYS_rt_sigreturn:
    case SYS_sigaltstack:
#ifdef SYS_clone3
    case SYS_clone3:
#endif
#ifdef SYS_sigreturn
    case SYS_sigreturn:
#endif
      return true;
    default: return false;
  }
}

static long answer_in_handler(long number, const word *given, ucontext_t *context) {
  switch (number) {
    case SYS_rt_sigprocmask: return set_mask(context, given);
    case SYS_rt_sigaction: return set_action(given);
    default: return answer_call(number, given);
  }
}

static void on_host_call(int signal_number, siginfo_t *info, void *raw) {
  ucontext_t *context = raw;
  greg_t *registers = context->uc_mcontext.gregs;
  int error = errno;
  long number = info->si_syscall;
  (void)signal_number;
  close_door();
  if (must_be_direct(number)) {
    /* It is made again, unseen, as what follows until the next request: all are two bytes long. */
    registers[POINTER_REGISTER] -= 2;
    registers[RESULT_REGISTER] = number;
    return;
  }
  word given[6];
  for (int at = 0; at < 6; at++) given[at] = (word)registers[argument_registers[at]];
  registers[RESULT_REGISTER] = answer_in_handler(number, given, context);
  errno = error;
  open_door();
}

static bool set_dispatch(bool on) {
  if (!on) return prctl(PR_SET_SYSCALL_USER_DISPATCH, DISPATCH_OFF, 0L, 0L, 0L) == 0;
  unsigned long length = (unsigned long)(door_return_end - door_return) + 1;
  return prctl(PR_SET_SYSCALL_USER_DISPATCH, DISPATCH_ON, door_return, length, &door_selector) == 0;
}

/* Once the library is loaded, which may have taken the signal for itself. */
static void build_door(void) {
  struct kernel_action action = {
    on_host_call, SA_SIGINFO | SA_NODEFER | SA_ONSTACK | HAS_RESTORER, door_return, { 0, 0 }
  };
  if (!set_dispatch(true)) return;
  set_dispatch(false);
  has_door = syscall(SYS_rt_sigaction, SIGSYS, &action, NULL, sizeof action.mask) == 0;
}

/* In each child, since a fork does not keep it. A library may have blocked all signals when it was loaded. */
static void watch_calls(void) {
  sigset_t own;
  if (!has_door) return;
  sigemptyset(&own);
  sigaddset(&own, SIGSYS);
  sigprocmask(SIG_UNBLOCK, &own, NULL);
  door_watches = set_dispatch(true);
}

#else

static void build_door(void) {}
static void watch_calls(void) {}

#endif
