import type { Koffi } from './koffi-api.js';
import type { SystemMemory } from './system-memory.js';

const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;
const RLIMIT_CORE = 4;

/**
 * Makes this process end when the one that started it does, even in the middle of a call that does
 * not come back (on Linux; elsewhere it then ends with that call), and leave no core file when it dies.
 */
export function tieToParent(koffi: Koffi, memory: SystemMemory): void {
  const libc = koffi.load(null);
  if (process.platform === 'linux')
    libc.func('int prctl(int what, long value)')(PR_SET_PDEATHSIG, SIGKILL);
  // Mapped memory is zero: no bytes, soft and hard.
  libc.func('int setrlimit(int what, uintptr_t limits)')(RLIMIT_CORE, memory.map(16));
}
