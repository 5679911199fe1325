import { expect, test } from 'vitest';
import { quotedLine } from '../../dist/src/subjects/quoted-line.js';

test('of a panic its message is quoted, not the backtrace behind it', () => {
  const printed = `noise
thread 'main' panicked at src/pool.rs:41:9:
free list is corrupt
stack backtrace:
   0: rust_begin_unwind
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.
`;
  expect(quotedLine(printed)).toBe('free list is corrupt');
});

test('of a panic in the older form the whole line is, and of anything else the last one', () => {
  expect(quotedLine("thread 'main' panicked at 'no room', src/pool.rs:41:9\nnote: run")).toBe(
    "thread 'main' panicked at 'no room', src/pool.rs:41:9",
  );
  expect(quotedLine('one\ntwo\n')).toBe('two');
  expect(quotedLine('')).toBe('');
});
