import { expect, test } from 'vitest';
import { Fault } from '../../../dist/src/core/fault.js';
import { classifyFault } from '../../../dist/src/subjects/classify-fault.js';
import { thrownText } from '../../../dist/src/subjects/thrown-text.js';

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
};

function endless(): number {
  return endless() + 1;
}

test('an endless recursion is a stack overflow, every other exception an exception', () => {
  expect(classifyFault(thrownBy(endless)).fault).toBe(Fault.stackOverflow);
  expect(classifyFault(thrownBy(() => new DataView(new ArrayBuffer(1)).getInt32(0)))).toEqual({
    fault: Fault.exception,
    message: 'RangeError: Offset is outside the bounds of the DataView',
  });
  expect(classifyFault(new TypeError('no such thing'))).toEqual({
    fault: Fault.exception,
    message: 'TypeError: no such thing',
  });
});

test.each([
  ['unreachable', Fault.unreachable],
  ['Aborted(OOM). Build with -sASSERTIONS for more info.', Fault.abort],
  ['memory access out of bounds', Fault.accessViolation],
  ['operation does not support unaligned accesses', Fault.accessViolation],
  ['table index is out of bounds', Fault.badCall],
  ['null function or function signature mismatch', Fault.badCall],
  ['divide by zero', Fault.arithmetic],
  ['remainder by zero', Fault.arithmetic],
  ['something new', Fault.exception],
])('a trap of WebAssembly that says "%s" is fault %d', (message, fault) => {
  expect(classifyFault(new WebAssembly.RuntimeError(message)).fault).toBe(fault);
});

test('values that are no errors are shown as far as they can be', () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('trap of a proxy');
      },
      getPrototypeOf() {
        throw new Error('trap of a proxy');
      },
    },
  );
  expect(['text', 7, undefined, null, 8n, Symbol('s'), {}, hostile].map(thrownText)).toEqual([
    'text',
    '7',
    'undefined',
    'null',
    '8',
    'Symbol(s)',
    'a thrown object',
    'a value that cannot be shown',
  ]);
  expect(classifyFault(hostile).fault).toBe(Fault.exception);
});

test('a message is one line of at most 300 characters without folders', () => {
  const long = thrownText('x'.repeat(1_000_000));
  expect([long.length, long.endsWith('...')]).toEqual([300, true]);
  const folders = ['', 'srv', 'ci', 'job'].join('/');
  expect(thrownText(new Error(`cannot find\n  'file://${folders}/lib/pool.js?fresh=3:4:5'`))).toBe(
    "Error: cannot find 'pool.js:4:5'",
  );
  expect(thrownText(`at ${folders}/pool.js and a/b of https://example.org/x/y`)).toBe(
    'at pool.js and a/b of https://example.org/x/y',
  );
  expect(thrownText(`${['C:', 'job', 'lib', 'pool.js'].join('\\')} is gone`)).toBe(
    'pool.js is gone',
  );
});
