import { describe, expect, test } from 'vitest';
import { propertyIds } from '../../dist/src/core/property-id.js';
import { presetNames } from '../../dist/src/contract/presets/index.js';
import { runAllocert, transcript } from './run-allocert.js';

describe('help', () => {
  test.each([
    ['--help'],
    ['certify --help'],
    ['replay --help'],
    ['inspect --help'],
    ['explain --help'],
    ['init --help'],
  ])('allocert %s fits a screen and exits with 0', async (line) => {
    const ran = await runAllocert(line.split(' '));
    expect(transcript(ran)).toMatchSnapshot();
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout.split('\n').length).toBeLessThanOrEqual(40);
  });

  test('allocert alone shows the help as an error', async () => {
    const ran = await runAllocert([]);
    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('Usage: allocert');
  });

  test('--version prints name and version', async () => {
    const ran = await runAllocert(['--version']);
    expect(ran.stdout).toMatch(/^allocert \d+\.\d+\.\d+$/);
    expect(ran.exitCode).toBe(0);
  });
});

describe('explain', () => {
  test.each([
    ['explain'],
    ['explain no-overlap'],
    ['explain c17'],
    ['explain malloc-lab-strict'],
    ['explain alignment.natural'],
    ['explain sizes'],
    ['explain no-overlpa'],
    ['explain firstfit'],
    ['explain xyzzy'],
  ])('allocert %s', async (line) => {
    expect(transcript(await runAllocert(line.split(' ')))).toMatchSnapshot();
  });

  test('names every property and every preset', async () => {
    const { stdout } = await runAllocert(['explain']);
    for (const name of [...propertyIds, ...presetNames]) expect(stdout).toContain(name);
  });
});
