import type { NativeCallShape } from '../../core/call-shape.js';
import { movesEnd, roleReset, takesHandle } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';
import { cName } from './c-functions.js';

/** How long the program may take before it counts as hanging, in seconds. */
const HANG_SECONDS = 10;

/** The end of a C program: what happens when the subject dies, and `main`. */
export function cMain(reproduction: Reproduction, shape: NativeCallShape): string {
  return `/* A subject that dies or does not come back breaks its promise at this very step. */
static void died(int number) {
  if (may_die) _exit(0);
  dprintf(2, "step %d, %s: %s\\n", step, request, number == SIGALRM ? "does not come back" : strsignal(number));
  _exit(1);
}
static void ended(void) {
  if (may_die) _exit(0);
  dprintf(2, "step %d, %s: the process was ended\\n", step, request);
  _exit(1);
}
static void watch_for_death(void) {
  static char stack[65536];
  const int numbers[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM, SIGTRAP };
  sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof stack }, NULL);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    sigaction(numbers[i], &(struct sigaction){ .sa_handler = died, .sa_flags = SA_ONSTACK }, NULL);
  atexit(ended);
  alarm(${HANG_SECONDS});
}

static void begin_run(void) {
  open_library();
  watch_for_death();
${beginLines(reproduction, shape)}}

int main(void) {
${mainBody(reproduction)}
  fprintf(stderr, "the violation does not show\\n");
  _exit(0);
}
`;
}

function beginLines({ limitBytes, world }: Reproduction, shape: NativeCallShape): string {
  const kind = regionKind(shape);
  const limit =
    kind === 'own' && limitBytes > 0
      ? `  /* Memory ends ${limitBytes} bytes above what the process has now. */
  rlim_t most = (rlim_t)(process_bytes(0) + ${limitBytes}u);
  setrlimit(RLIMIT_AS, &(struct rlimit){ most, most });
`
      : '';
  const init = kind === 'own' ? '' : '  make_region();\n  init();\n  intact();\n';
  return limit + init + '  reset();\n'.repeat(world.resets);
}

function mainBody({ runs }: Reproduction): string {
  if (runs.length === 1) return '  begin_run();\n  run_1();';
  const calls = runs.map(
    ({ isPremise }, index) =>
      `  if (!in_a_process(run_${index + 1}, ${isPremise ? 1 : 0})) _exit(0);`,
  );
  return calls.join('\n');
}

/** What stands between the checks and the runs: init, reset, and what only some programs need. */
export function cInit({ runs, limitBytes, world }: Reproduction, shape: NativeCallShape): string {
  const kind = regionKind(shape);
  const parts = ['static volatile int may_die;'];
  const acts = runs.flatMap((run) => run.acts);
  const expects = (kind: string): boolean => acts.some(({ expected }) => expected.kind === kind);
  const grows = acts.some(movesEnd);
  if (kind !== 'own') parts.push(initFunction(shape));
  if (world.resets > 0 || acts.some((act) => act.kind === 'reset')) {
    parts.push(resetFunction(shape, grows));
  }
  if (expects('death')) {
    parts.push(`static void must_die(void) { wrong("must end the process and does not"); }`);
  }
  if (expects('at')) {
    parts.push(`static void *granted_at(void *answer, ptrdiff_t offset) {
  if ((unsigned char *)answer - pool != offset)
    wrong("granted at offset %td, but must be at %td", (unsigned char *)answer - pool, offset);
  return answer;
}`);
  }
  if (expects('kept')) parts.push(KEPT);
  if (expects('tellsError')) parts.push(TELLS_ERROR);
  if (runs.length > 1) parts.push(IN_A_PROCESS);
  if (
    expects('footprint') ||
    runs.some((run) => run.rounds > 1) ||
    (kind === 'own' && limitBytes > 0)
  ) {
    parts.push(footprint(kind === 'own'));
  }
  return parts.join('\n') + '\n';
}

function initFunction({ convention, functions, initRefuses }: NativeCallShape): string {
  const name = cName(functions['init'] ?? '');
  const call = convention === 'lab' ? `${name}()` : `${name}(pool, pool_bytes)`;
  const refuses = convention === 'handle' || initRefuses === 'zero' ? '== 0' : '== -1';
  if (convention === 'handle') {
    return `static void init(void) {
  handle = ${call};
  if (handle == NULL) wrong("init refuses its region");
}`;
  }
  return initRefuses === 'never'
    ? `static void init(void) { ${call}; }`
    : `static void init(void) {
  if (${call} ${refuses}) wrong("init refuses its region");
}`;
}

function resetFunction(shape: NativeCallShape, grows: boolean): string {
  const own = roleReset(shape);
  // Without a reset of its own a subject is given its pool anew, up to the first gap.
  const again = grows
    ? 'if (gap_count > 0) pool_bytes = (size_t)(gaps[0].start - pool), gap_count = 0, watch(gaps[0].start);\n  init()'
    : 'init()';
  const call =
    shape.convention === 'lab'
      ? 'mem_reset_brk(), init()'
      : own === undefined
        ? again
        : `${cName(own)}(${takesHandle(shape, 'reset') ? 'handle' : ''})`;
  return `static inline void reset(void) {
  intact();
  ${call};
  for (int i = 1; i < BLOCKS; i++) blocks[i]->live = 0;
}`;
}

const KEPT = `/* Shared by both runs, each of which is a process. */
static ptrdiff_t *the_kept;
static ptrdiff_t offset_of(void *answer) {
  uintptr_t low = 0, high = 0;
  region(&low, &high);
  return answer == REFUSED ? -1 : (ptrdiff_t)((uintptr_t)answer - low);
}
static void *kept(void *answer) {
  *the_kept = offset_of(answer);
  return answer;
}
static void *as_kept(void *answer) {
  if (offset_of(answer) != *the_kept)
    wrong("answered offset %td, but %td before (-1 is a refusal)", offset_of(answer), *the_kept);
  return answer;
}`;

const TELLS_ERROR = `/* A refusal says why: in errno, which is 0 before the call, or as posix_memalign's answer. */
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
}`;

const IN_A_PROCESS = `static void begin_run(void);
/* Each run has a fresh copy of the library. False where there is nothing to show. */
static int in_a_process(void (*run)(void), int premise) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    is_premise = premise;
    begin_run();
    run();
    _exit(3);
  }
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 3) return 1;
  if (premise) return 0;
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}`;

function footprint(own: boolean): string {
  return `/* Pages of the process: all of its address space, and its own that are resident. */
static inline size_t process_bytes(int resident) {
  unsigned long pages = 0, held = 0, shared = 0;
  FILE *statm = fopen("/proc/self/statm", "r");
  if (statm == NULL || fscanf(statm, "%lu %lu %lu", &pages, &held, &shared) != 3)
    wrong("/proc/self/statm cannot be read");
  fclose(statm);
  return (resident ? held - shared : pages) * (size_t)sysconf(_SC_PAGESIZE);
}
static inline void footprint_within(size_t most) {
  size_t bytes = ${own ? 'process_bytes(1)' : 'pool_bytes'};
  if (bytes > most) wrong("holds %zu bytes of the system, more than %zu", bytes, most);
}`;
}
