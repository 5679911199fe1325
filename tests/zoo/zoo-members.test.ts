import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { overlaps } from '../../dist/tests/zoo/scripts/overlaps.js';
import { placesAndContents } from '../../dist/tests/zoo/scripts/places-and-contents.js';
import { refusals } from '../../dist/tests/zoo/scripts/refusals.js';
import type { Script, Stage } from '../../dist/tests/zoo/scripts/script.js';
import { makeAllocator, makePool } from '../../dist/tests/zoo/test-pool.js';
import { correctAllocators, zooMembers } from '../../dist/tests/zoo/zoo-table.js';
import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import type { Allocator, AllocatorFactory } from '../../dist/src/subjects/module-port.js';

// Goal: every member of the zoo has the fault after which it is named, and the allocator that it was
// made from has not. Method: a few plain calls that show the fault, made on both; no judge.

const scripts: Readonly<Record<string, Script | undefined>> = {
  ...overlaps,
  ...placesAndContents,
  ...refusals,
};

describe('the table', () => {
  test('lists every file', () => {
    const files = (folder: string): string[] =>
      readdirSync(join(import.meta.dirname, folder))
        .map((file) => basename(file, '.ts'))
        .sort();
    expect(zooMembers.map((member) => member.name).sort()).toEqual(files('members'));
    const notAllocators = ['boundary-tags', 'power-of-two'];
    const correct = [...correctAllocators.map(({ name }) => name), ...notAllocators];
    expect(correct.sort()).toEqual(files('correct'));
  });

  test('has at least 45 members, each with a script', () => {
    expect(zooMembers.length).toBeGreaterThanOrEqual(45);
    expect(Object.keys(scripts).sort()).toEqual(zooMembers.map((member) => member.name).sort());
  });
});

test.each([...correctAllocators, ...zooMembers])(
  '$name states a lawful contract',
  async ({ file }) => {
    const { contract } = await load(file);
    expect(() => parseContract(contract, file)).not.toThrow();
  },
);

test.each(zooMembers)(
  '$name has its fault, in as few requests as the table says',
  async (member) => {
    const script = scripts[member.name];
    if (script === undefined) throw new Error('no script');
    const faulty = await load(member.file);
    const counted = stageFor(faulty.default, script);
    expect(script.shows(counted.stage)).toBe(true);
    expect(counted.calls()).toBe(member.shortest);

    const correct = await load(`dist/tests/zoo/correct/${script.from}.js`);
    expect(script.shows(stageFor(correct.default, script).stage)).toBe(false);
  },
);

interface LoadedModule {
  readonly default: AllocatorFactory;
  readonly contract: ContractInput;
}

async function load(file: string): Promise<LoadedModule> {
  return (await import(join(import.meta.dirname, '../..', file))) as LoadedModule;
}

function stageFor(
  factory: AllocatorFactory,
  { bytes = 1_024, offset = 0, noise = 0 }: Script,
): { stage: Stage; calls: () => number } {
  const pool = makePool(bytes, offset, noise, 64);
  const memory = new Uint8Array(pool.memory);
  if (noise < 0) memory.fill(0xff, pool.base, pool.base + pool.bytes);
  const original = memory.slice();
  const make = (): Required<Allocator> => {
    const fresh = makePool(bytes, offset, noise, 64);
    return makeAllocator(factory, fresh) as Required<Allocator>;
  };
  const then = makeAllocator(factory, pool) as Required<Allocator>;
  let calls = 0;
  const a = new Proxy(then, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      calls++;
      return value.bind(target) as unknown;
    },
  });
  const stage: Stage = {
    a,
    then,
    base: pool.base,
    end: pool.base + pool.bytes,
    memory,
    original,
    fresh: make,
  };
  return { stage, calls: () => calls };
}
