import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAllocert, transcript } from './run-allocert.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'allocert-usage-'));
  const write = (name: string, text: string): void => {
    writeFileSync(join(directory, name), text);
  };
  write('broken.json', '{');
  write('contract.json', '{"extends":"c17","alignmnet":{}}');
  write('contract.ts', 'const natural: number = 3;\nexport default { alignment: { natural } };');
  write('throws.mjs', 'throw new Error("on purpose");');
  write('config.json', '{"sed":7,"runs":-1}');
  write('config.mjs', 'export default { maxTime: "5", maxAlign: 3 };');
  write('good.rep', '0\n1\n1\n1\na 0 8\n');
  write('bad.rep', '0\n1\n1\n1\na 0 8k\n');
  write('empty.json', '');
  write('literal.txt', 'allocert/1 A=allocZeroed(8)\n');
  write('newer.json', '{"schema":"allocert-witness/9"}');
  write('exits.mjs', 'process.exit(0);');
  write('waits.mjs', 'export default await new Promise(() => {});');
  mkdirSync(join(directory, 'folder.json'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('one message on standard error and exit code 2 for', () => {
  test.each([
    ['an unknown command', 'cerify x'],
    ['an unknown option', 'certify x --sed 7'],
    ['no subject', 'certify'],
    ['too many arguments', 'inspect x y'],
    ['a seed that is no whole number', 'certify x --seed 1.5'],
    ['a seed that is no number', 'certify x --seed abc'],
    ['a negative number of programs', 'certify x --runs -5'],
    ['no programs', 'certify x --runs 0'],
    ['a time without a unit', 'certify x --max-time 5'],
    ['a time that no timer holds', 'certify x --max-time 99999999999h'],
    ['an output folder without a name', 'certify x --output-dir '],
    ['a function of what has none to be named', 'certify builtin:bump --export alloc=x --seed 1'],
    ['an alignment that is no power of two', 'certify x --max-align 48'],
    ['an alignment that is too large', 'certify x --max-align 131072'],
    ['an unknown effort', 'certify x --effort quik'],
    ['an unknown property', 'certify x --property no-overlpa'],
    ['an unknown reporter', 'certify x --reporter jsn'],
    ['an export without a function', 'certify x --export alloc'],
    ['an unknown preset', 'certify x --contract c18'],
    ['a contract that is missing', 'certify x --contract none.json'],
    ['a contract that is not JSON', 'certify x --contract broken.json'],
    ['a contract with an unknown clause', 'certify x --contract contract.json'],
    ['a contract in TypeScript with a wrong value', 'certify x --contract ./contract.ts'],
    ['a contract module that throws', 'certify x --contract ./throws.mjs'],
    ['a contract that is a folder', 'certify x --contract folder.json'],
    ['a contract module that ends the process', 'certify x --contract ./exits.mjs'],
    ['a contract module that waits for nothing', 'certify x --contract ./waits.mjs'],
    ['a configuration that ends the process', 'certify x --config exits.mjs'],
    ['a configuration that is missing', 'certify x --config none.json'],
    ['a configuration with mistakes', 'certify x --config config.json'],
    ['a configuration with impossible values', 'certify x --config config.mjs'],
    ['a witness that is missing', 'replay none.json'],
    ['a witness that is not JSON', 'replay broken.json'],
    ['a witness of a newer allocert', 'replay newer.json'],
    ['a literal without a subject', 'replay allocert/1'],
    ['a trace without a subject', 'replay good.rep'],
    ['a trace with a mistake', 'replay bad.rep --subject builtin:bump'],
    ['an empty file to replay', 'replay empty.json'],
    ['a folder to replay', 'replay .'],
    ['a device to replay', 'replay /dev/zero'],
    ['a file without a name to replay', 'replay '],
    ['a project without a folder', 'init rust '],
    ['an unknown format', 'replay good.rep --as rpe'],
    ['an output without a format', 'replay good.rep --output x.rep'],
    ['a format that cannot say the program', 'replay literal.txt --as rep'],
  ])('%s', async (_what, line) => {
    const ran = await runAllocert(line.split(' '), { cwd: directory });
    // What JSON.parse says of a mistake differs between versions of Node.
    const told = transcript(ran)
      .replaceAll(directory, '<dir>')
      .replace(/(?<=is not JSON: ).*/, '<reason>');
    expect(told).toMatchSnapshot();
    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });
});
