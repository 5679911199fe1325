import { expect, test } from 'vitest';
import { SubjectError } from '../../../dist/src/core/errors.js';
import { chooseDriving } from '../../../dist/src/subjects/native/choose-driving.js';
import { parseMachO } from '../../../dist/src/subjects/native/mach-o-file.js';
import { namesLibrary } from '../../../dist/src/subjects/native/names-library.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';

// What is for other systems than Linux, as far as Linux can run it: the choice, and what is read of a
// file. Loading and calling through koffi is tested on Linux, with the compiler hidden.

test('Linux is driven by the driver, macOS through koffi', () => {
  expect(chooseDriving('linux', 'x.so')).toEqual({ by: 'driver', format: 'elf' });
  expect(chooseDriving('darwin', 'x.dylib')).toEqual({ by: 'koffi', format: 'mach-o' });
});

test.for([
  ['win32', 'x.dll', /on Linux and macOS, and this is win32\. Build the allocator as WebAssembly/],
  ['freebsd', 'x.so', /this is freebsd/],
  ['darwin', 'builtin:libc', /is on Linux only/],
] as const)('%s refuses %s with what to do', async ([platform, locator, message]) => {
  const opened = openNativeSubject(locator, { platform });
  await expect(opened).rejects.toThrow(SubjectError);
  await expect(opened).rejects.toThrow(message);
});

test('libraries of all three systems are known by their names', () => {
  expect(['a.so', 'a.so.2', 'a.dylib', 'a.dll'].every(namesLibrary)).toBe(true);
  expect(['a.wasm', 'a.so.js', 'dylib'].some(namesLibrary)).toBe(false);
});

test('of a library of macOS the functions that others see are read, by their names in C', () => {
  const expected = { bits: 64, machine: 183, exports: ['malloc', 'free'], imports: ['memcpy'] };
  expect(parseMachO(library(), 'x.dylib', 'arm64')).toMatchObject(expected);
  expect(parseMachO(forTwoMachines(library()), 'x.dylib', 'arm64')).toMatchObject(expected);
});

test('what is no library of macOS for this machine is refused, cut off or not', () => {
  const read = (bytes: Uint8Array): unknown => parseMachO(bytes, 'x.dylib', 'arm64');
  expect(() => read(Buffer.from('\x7fELF'.padEnd(80)))).toThrow(
    /is no 64-bit shared library of macOS/,
  );
  expect(() => read(new Uint8Array(3))).toThrow(/is no 64-bit shared library/);
  expect(() => read(library().subarray(0, 90))).toThrow(/is cut off or damaged/);
  const other = forTwoMachines(library());
  expect(() => parseMachO(other, 'x.dylib', 'x64')).toThrow(/is no 64-bit shared library/);
});

/** A library for arm64 with one load command: five symbols, of which two are exported. */
function library(): Uint8Array {
  const symbols = [
    ['_malloc', 0x0f],
    ['_free', 0x0f],
    ['_memcpy', 0x01],
    ['_own', 0x0e],
    ['_hidden', 0x1f],
  ] as const;
  const bytes = Buffer.alloc(400);
  [0xfeedfacf, 0x0100_000c, 0, 6, 1, 24].forEach((word, at) => bytes.writeUInt32LE(word, at * 4));
  [2, 24, 64, symbols.length, 200, 100].forEach((word, at) =>
    bytes.writeUInt32LE(word, 32 + at * 4),
  );
  let name = 1;
  symbols.forEach(([text, type], index) => {
    bytes.writeUInt32LE(name, 64 + index * 16);
    bytes.writeUInt8(type, 68 + index * 16);
    bytes.write(text, 200 + name, 'latin1');
    name += text.length + 1;
  });
  return bytes;
}

function forTwoMachines(own: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(64 + own.length);
  const words = [0xcafebabe, 2, 0x0100_0099, 0, 8, 0, 0, 0x0100_000c, 0, 64, own.length, 0];
  words.forEach((word, at) => bytes.writeUInt32BE(word, at * 4));
  bytes.set(own, 64);
  return bytes;
}
