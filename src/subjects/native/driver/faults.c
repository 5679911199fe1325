/* How a child dies: what its signal handlers tell, and how a signal is recorded. */

static uintptr_t stack_top;

/*
 * Says whether a fault came from the stack's end: only there does memory that the stack pointer
 * points at go missing. Then the fault happens again with the default action.
 */
static void on_memory_fault(int signal_number, siginfo_t *info, void *context) {
  uintptr_t address = (uintptr_t)info->si_addr, pointer = 0;
  close_door();
#if defined(__x86_64__)
  pointer = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RSP];
#elif defined(__i386__)
  pointer = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_ESP];
#elif defined(__aarch64__)
  pointer = (uintptr_t)((ucontext_t *)context)->uc_mcontext.sp;
#else
  (void)context;
#endif
  if (progress != NULL) {
    uintptr_t near = address > pointer ? address - pointer : pointer - address;
    bool in_stack = address < stack_top && stack_top - address < ((uintptr_t)1 << 30);
    progress->stack_overflow = in_stack && pointer != 0 && near < 65536;
    progress->fault_low = (uint32_t)(uint64_t)address;
    progress->fault_high = (uint32_t)((uint64_t)address >> 32);
  }
  signal(signal_number, SIG_DFL);
  /* One that was sent does not happen again by itself. */
  if (info->si_code <= 0) raise(signal_number);
}

static void on_tick(int signal_number) { (void)signal_number; }

/*
 * The stack grows on demand, and under a limit that a subject has used up it could not: an allocator
 * that took all that there is would then die of the next deep call. So it is grown beforehand.
 */
enum { STACK_BYTES = 1 << 20 };
static __attribute__((noinline)) void grow_stack(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur < 4 * (rlim_t)STACK_BYTES) return;
  volatile uint8_t bytes[STACK_BYTES];
  bytes[0] = 1;
  (void)bytes[0];
}

enum { ALTERNATE_STACK_BYTES = 65536 };

static void install_handlers(void) {
  stack_t stack = { .ss_sp = map_zeros(ALTERNATE_STACK_BYTES), .ss_size = ALTERNATE_STACK_BYTES };
  struct sigaction fault = { .sa_sigaction = on_memory_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
  sigaltstack(&stack, NULL);
  sigaction(SIGSEGV, &fault, NULL);
  sigaction(SIGBUS, &fault, NULL);
}

enum { TICK_MS = 25 };

static int fault_of_signal(int signal_number) {
  switch (signal_number) {
    case SIGSEGV:
    case SIGBUS:
      return progress->stack_overflow ? FAULT_STACK_OVERFLOW : FAULT_ACCESS_VIOLATION;
    case SIGABRT: return FAULT_ABORT;
    case SIGFPE: return FAULT_ARITHMETIC;
    case SIGILL:
    case SIGTRAP: return FAULT_BAD_CALL;
    default: return FAULT_SIGNAL;
  }
}
