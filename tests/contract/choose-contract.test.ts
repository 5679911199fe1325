import { describe, expect, test } from 'vitest';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import { describeSubject, glibc, sqlJs } from './describe-subject.js';
import { rejectionOf } from './message-of.js';

const wasm = (...symbols: readonly string[]) => describeSubject({ ...sqlJs, symbols });

describe('without a contract the exports decide', () => {
  test.each([
    [['allocert_alloc', 'malloc', 'free'], 'rust-global-alloc'],
    [['__wbindgen_malloc', 'malloc', 'free'], 'wasm-bindgen'],
    [['mm_malloc', 'mm_free', 'malloc', 'free'], 'malloc-lab'],
    [['heap.alloc', 'heap.free'], 'assemblyscript'],
    [['__new', '__pin', '__unpin'], 'assemblyscript'],
    [['__alloc', '__free'], 'assemblyscript'],
    [['malloc', 'free'], 'c17'],
    [['malloc', 'free', 'posix_memalign'], 'posix'],
    [['_malloc', '_free'], 'c17'],
    [['malloc', 'free', 'cabi_realloc'], 'c17'],
    [['cabi_realloc'], 'wasm-cabi-realloc'],
    [['alloc', 'dealloc'], 'rust-global-alloc'],
  ])('%j means %s', async (symbols, name) => {
    const { contract, because } = await chooseContract(wasm(...symbols));
    expect(contract.name).toBe(name);
    expect(because).toMatch(/^it exports [^()]+/);
  });

  test('and where they say nothing, nothing is guessed', async () => {
    expect(await rejectionOf(chooseContract(describeSubject()))).toMatchSnapshot();
    await expect(chooseContract(wasm('malloc'))).rejects.toThrow(/no contract is known/);
  });
});

describe('who is asked first', () => {
  const suggested = describeSubject({
    symbols: ['malloc', 'free'],
    suggestedContract: { preset: 'pool', because: 'the module exports it' },
  });

  test('the user', async () => {
    const asked = { contract: { input: 'zig', where: '--contract' } };
    const { contract, because } = await chooseContract(suggested, asked);
    expect([contract.name, because]).toEqual(['zig', 'asked for by --contract']);
  });

  test('and it is told where that sets the own contract of a module aside', async () => {
    const own = { preset: 'pool', because: 'the module exports it', isOwn: true };
    const module = describeSubject({ suggestedContract: own });
    const reason = async (input: string): Promise<string> =>
      (await chooseContract(module, { contract: { input, where: '--contract' } })).because;
    expect(await reason('zig')).toContain(
      "asked for by --contract, in place of the module's own, pool",
    );
    expect(await reason('pool')).not.toContain('in place of');
  });

  test('then the subject', async () => {
    const { contract, because } = await chooseContract(suggested);
    expect([contract.name, because]).toEqual(['pool', 'the module exports it']);
  });

  test('whose own document comes before its preset', async () => {
    const document = { extends: 'pool', name: 'arena' };
    const suggestedContract = { preset: 'pool', because: 'it says so', document };
    const { contract } = await chooseContract(describeSubject({ suggestedContract }));
    expect(contract.name).toBe('arena');
  });

  test('and its mistakes are reported under its name', async () => {
    const suggestedContract = { preset: 'pol', because: 'it says so' };
    expect(
      await rejectionOf(chooseContract(describeSubject({ suggestedContract }))),
    ).toMatchSnapshot();
  });
});

describe('WebAssembly', () => {
  test('refuses by the number 0 and is asked for alignments up to 64', async () => {
    const { contract, because } = await chooseContract(sqlJs);
    expect(contract.refusal).toBe('zero');
    expect(contract.alignment.maximum).toBe(64);
    expect(because).toMatchSnapshot();
  });

  test('keeps a trap, and a smaller maximum', async () => {
    const { contract } = await chooseContract(wasm('cabi_realloc'));
    expect(contract.refusal).toBe('trap');
    expect(contract.alignment.maximum).toBe(8);
  });

  test('keeps a maximum that the document gives itself', async () => {
    const input = { extends: 'c17', alignment: { maximum: 4_096 } };
    const { contract } = await chooseContract(sqlJs, { contract: { input, where: 'c.json' } });
    expect(contract.alignment.maximum).toBe(4_096);
  });

  test('is not asked for less than holds without asking', async () => {
    const input = { extends: 'c17', alignment: { natural: 256 } };
    const { contract } = await chooseContract(sqlJs, { contract: { input, where: 'c.json' } });
    expect(contract.alignment.maximum).toBe(256);
  });

  test('is the only kind that is adapted', async () => {
    const { contract, because } = await chooseContract(glibc);
    expect(contract.refusal).toBe('null');
    expect(contract.alignment.maximum).toBe(4_096);
    expect(because).toBe('it exports malloc and free and posix_memalign');
  });
});

describe('--max-align', () => {
  test('sets the largest alignment, in WebAssembly too', async () => {
    const { contract, because } = await chooseContract(sqlJs, { maxAlign: 65_536 });
    expect(contract.alignment.maximum).toBe(65_536);
    expect(because).toContain('alignments up to 65536 asked for by --max-align');
  });

  test('is a power of two', async () => {
    expect(await rejectionOf(chooseContract(sqlJs, { maxAlign: 48 }))).toMatchSnapshot();
  });

  test('is not below what holds without asking', async () => {
    const asked = { contract: { input: 'assemblyscript', where: '--contract' }, maxAlign: 8 };
    expect(await rejectionOf(chooseContract(sqlJs, asked))).toMatchSnapshot();
  });
});

test('exact placement is refused for a region that grows', async () => {
  const asked = { contract: { input: 'bump', where: '--contract' } };
  expect(await rejectionOf(chooseContract(sqlJs, asked))).toMatchSnapshot();
});
