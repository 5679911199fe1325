/**
 * The line of what a subject printed that says why it ended: of a Rust panic its message, else the last
 * one. A panic is followed by notes and, where the environment asks for it, by a backtrace.
 */
export function quotedLine(printed: string): string {
  const lines = printed.trim().split('\n');
  const panic = lines.findLastIndex((line) => /\bpanicked at\b/.test(line));
  if (panic < 0) return lines.at(-1) ?? '';
  // Since Rust 1.73 the message stands in the line below the place.
  return lines[panic].trimEnd().endsWith(':') ? (lines[panic + 1] ?? lines[panic]) : lines[panic];
}
