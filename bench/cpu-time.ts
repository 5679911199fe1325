/**
 * Processor time of this process so far, in ns. A bench that asks a wall clock on a machine with other
 * work measures the others: of two phases the longer one is interrupted more often.
 */
export function cpuTimeNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1_000;
}
