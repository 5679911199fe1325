import { describe, expect, test } from 'vitest';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import { describeSubject, glibc, sqlJs } from './describe-subject.js';
import { messageOf } from './message-of.js';

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
  ])('%j means %s', (symbols, name) => {
    const { contract, because } = chooseContract(wasm(...symbols));
    expect(contract.name).toBe(name);
    expect(because).toMatch(/^it exports [^()]+/);
  });

  test('and where they say nothing, nothing is guessed', () => {
    expect(messageOf(() => chooseContract(describeSubject()))).toMatchSnapshot();
    expect(() => chooseContract(wasm('malloc'))).toThrow(/no contract is known/);
  });
});

describe('who is asked first', () => {
  const suggested = describeSubject({
    symbols: ['malloc', 'free'],
    suggestedContract: { preset: 'pool', because: 'the module exports it' },
  });

  test('the user', () => {
    const asked = { contract: { input: 'zig', where: '--contract' } };
    const { contract, because } = chooseContract(suggested, asked);
    expect([contract.name, because]).toEqual(['zig', 'asked for by --contract']);
  });

  test('then the subject', () => {
    const { contract, because } = chooseContract(suggested);
    expect([contract.name, because]).toEqual(['pool', 'the module exports it']);
  });

  test('whose own document comes before its preset', () => {
    const document = { extends: 'pool', name: 'arena' };
    const suggestedContract = { preset: 'pool', because: 'it says so', document };
    expect(chooseContract(describeSubject({ suggestedContract })).contract.name).toBe('arena');
  });

  test('and its mistakes are reported under its name', () => {
    const suggestedContract = { preset: 'pol', because: 'it says so' };
    expect(
      messageOf(() => chooseContract(describeSubject({ suggestedContract }))),
    ).toMatchSnapshot();
  });
});

describe('WebAssembly', () => {
  test('refuses by the number 0 and is asked for alignments up to 64', () => {
    const { contract, because } = chooseContract(sqlJs);
    expect(contract.refusal).toBe('zero');
    expect(contract.alignment.maximum).toBe(64);
    expect(because).toMatchSnapshot();
  });

  test('keeps a trap, and a smaller maximum', () => {
    const { contract } = chooseContract(wasm('cabi_realloc'));
    expect(contract.refusal).toBe('trap');
    expect(contract.alignment.maximum).toBe(8);
  });

  test('keeps a maximum that the document gives itself', () => {
    const input = { extends: 'c17', alignment: { maximum: 4_096 } };
    const { contract } = chooseContract(sqlJs, { contract: { input, where: 'c.json' } });
    expect(contract.alignment.maximum).toBe(4_096);
  });

  test('is not asked for less than holds without asking', () => {
    const input = { extends: 'c17', alignment: { natural: 256 } };
    const { contract } = chooseContract(sqlJs, { contract: { input, where: 'c.json' } });
    expect(contract.alignment.maximum).toBe(256);
  });

  test('is the only kind that is adapted', () => {
    const { contract, because } = chooseContract(glibc);
    expect(contract.refusal).toBe('null');
    expect(contract.alignment.maximum).toBe(4_096);
    expect(because).toBe('it exports malloc and free and posix_memalign');
  });
});

describe('--max-align', () => {
  test('sets the largest alignment, in WebAssembly too', () => {
    const { contract, because } = chooseContract(sqlJs, { maxAlign: 65_536 });
    expect(contract.alignment.maximum).toBe(65_536);
    expect(because).toContain('alignments up to 65536 asked for by --max-align');
  });

  test('is a power of two', () => {
    expect(messageOf(() => chooseContract(sqlJs, { maxAlign: 48 }))).toMatchSnapshot();
  });

  test('is not below what holds without asking', () => {
    const asked = { contract: { input: 'assemblyscript', where: '--contract' }, maxAlign: 8 };
    expect(messageOf(() => chooseContract(sqlJs, asked))).toMatchSnapshot();
  });
});

test('exact placement is refused for a region that grows', () => {
  const asked = { contract: { input: 'bump', where: '--contract' } };
  expect(messageOf(() => chooseContract(sqlJs, asked))).toMatchSnapshot();
});
