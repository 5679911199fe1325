import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProgram } from '../../../dist/src/core/parse-program-literal.js';
import {
  encodeBegin,
  encodeEnd,
  encodeOperation,
  encodeOperations,
} from '../../../dist/src/subjects/command/encode-frames.js';
import { READ_BACK } from '../../../dist/src/subjects/command/wire.js';
import { settings } from '../native/native-corpus.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/protocol.md'), 'utf8');
const dumped = (name: string): string | undefined =>
  new RegExp(`^${name} +([0-9a-f ]+)$`, 'm').exec(page)?.[1];
const dump = (frame: Buffer): string => frame.toString('hex').replaceAll(/(..)(?=.)/g, '$1 ');

const operation = (kind: number, alignLog2: number, size: bigint): Buffer =>
  encodeOperation({ kind, entry: 0, alignLog2, flags: 0, slot: 0, size, second: 0n });

test('the worked example of the protocol page is what is sent', () => {
  const { world } = parseProgram('allocert/1 {region=65536} A=alloc(300,8) free(A)');
  const frames = {
    begin: encodeBegin(world, { ...settings, fillLimitBytes: 1_048_576 }),
    operations: encodeOperations([
      operation(1, 3, 300n),
      operation(7, 0, 0n),
      operation(READ_BACK, 0, 0n),
    ]),
    end: encodeEnd(),
  };
  expect(dump(frames.begin)).toBe(dumped('begin'));
  expect(dump(frames.operations)).toBe(dumped('operations'));
  expect(dump(frames.end)).toBe(dumped('end'));
});

test('sizes up to 2^64 - 1 are sent in ten bytes', () => {
  expect(dump(operation(1, 0, 2n ** 64n - 1n))).toBe(
    '01 00 00 00 ff ff ff ff ff ff ff ff ff 01 00',
  );
});
