import { describe, expect, test } from 'vitest';
import type { ContractInput } from '../../../dist/src/contract/document/contract-schema.js';
import { certifySubject, violatedIn, witnessesIn } from '../../support/certify-subject.js';
import { wasmFile } from '../../support/wasm-file.js';
import { assemble, loadText, openInstance } from './assemble.js';

const PAGE = 65_536;

interface Manners {
  /** What happens first in a request of so many bytes; `$size` holds them. */
  readonly first?: string;
  /** What happens where growth is refused, before null is answered. */
  readonly refused?: string;
  /** The answer to what no memory could hold. */
  readonly tooLong?: string;
}

const NULL = '(return (i32.const 0))';

/** A bump allocator that asks for the pages that it needs, and has one at first. */
const growing = ({ first = '', refused = '', tooLong = NULL }: Manners = {}): string => `(module
  (memory (export "memory") 1)
  (global $at (mut i32) (i32.const 1024))
  (global $end (mut i32) (i32.const 65536))
  (func (export "malloc") (param $size i32) (result i32)
    (local $block i32) (local $pages i32)
    ${first}
    (if (i32.gt_u (local.get $size) (i32.const 0x3fffffff)) (then ${tooLong}))
    (local.set $block (global.get $at))
    (local.set $size (i32.and (i32.add (local.get $size) (i32.const 31)) (i32.const -16)))
    (if (i32.gt_u (i32.add (local.get $block) (local.get $size)) (global.get $end))
      (then
        (local.set $pages (i32.shr_u (i32.add (local.get $size) (i32.const 65535)) (i32.const 16)))
        (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1))
          (then ${refused} (return (i32.const 0))))
        (global.set $end (i32.shl (memory.size) (i32.const 16)))))
    (global.set $at (i32.add (local.get $block) (local.get $size)))
    (local.get $block))
  (func (export "free") (param i32)))`;

const MALLOC: ContractInput = { extends: 'c17', growth: 'noBlowUp' };
const TRAPS: ContractInput = {
  ...{ name: 'traps', requests: ['alloc', 'dealloc'], growth: 'noBlowUp' },
  ...{
    refusal: 'trap',
    alignment: { natural: 1, maximum: 1 },
    sizes: { abovePtrdiffMax: 'refused' },
  },
};

const accused = async (manners: Manners, input: ContractInput): Promise<string[]> => {
  const locator = wasmFile(assemble(growing(manners)));
  const contract = { input, where: 'a test' };
  const result = await certifySubject({ locator, contract, seed: 1, runs: 128 });
  return violatedIn(result).length > 0 ? witnessesIn(result) : [];
};

describe('the host of a module', () => {
  const text = growing();

  test('refuses the calls that the world says, and tells how many bytes it refused', () => {
    const { target } = loadText(text);
    const instance = openInstance(target, { hostRefusesFrom: 2, hostRefusesCalls: 1 });
    const asked = [60_000, 70_000, 70_000, 140_000].map((bytes) => {
      const isGranted = instance.alloc(0, bytes, 1) >= 0;
      instance.refresh();
      return [isGranted, instance.hostRefused];
    });
    expect(asked).toEqual([
      [true, 0],
      [true, 0],
      [false, 2 * PAGE],
      [true, 0],
    ]);
  });

  test('refuses for ever where no number of calls is given, and nothing in the program behind', () => {
    const { target } = loadText(text);
    const refusing = openInstance(target, { hostRefusesFrom: 1 });
    expect([1, 2, 3].map(() => refusing.alloc(0, 70_000, 1))).toEqual([-1, -1, -1]);
    expect(refusing.alloc(0, 16, 1)).toBeGreaterThan(0);
    const giving = openInstance(target);
    expect(giving.alloc(0, 70_000, 1)).toBeGreaterThan(0);
  });

  test('refuses what its limit forbids, and tells that too', () => {
    const { target } = loadText(text);
    const instance = openInstance(target, { limitBytes: 2 * PAGE });
    expect(instance.alloc(0, 2 * PAGE, 1)).toBe(-1);
    instance.refresh();
    expect(instance.hostRefused).toBe(3 * PAGE);
  });

  test('refuses what is asked through an import', () => {
    const imported = text
      .replace(
        '(memory ',
        '(import "env" "emscripten_resize_heap" (func $more (param i32) (result i32)))(memory ',
      )
      .replace(
        '(i32.eq (memory.grow (local.get $pages)) (i32.const -1))',
        '(i32.eqz (call $more (i32.add (global.get $end) (i32.shl (local.get $pages) (i32.const 16)))))',
      );
    const { target, description } = loadText(imported);
    expect(description.hasHostDoor).toBe(true);
    const instance = openInstance(target, { hostRefusesFrom: 1, hostRefusesCalls: 1 });
    expect(instance.alloc(0, 70_000, 1)).toBe(-1);
    instance.refresh();
    expect(instance.hostRefused).toBe(2 * PAGE);
    expect(instance.alloc(0, 70_000, 1)).toBeGreaterThan(0);
  });
});

describe('where the host refuses', () => {
  test('null is right, and so is a trap where the contract says nothing of it', async () => {
    expect(await accused({}, MALLOC)).toEqual([]);
    expect(await accused({ refused: 'unreachable' }, MALLOC)).toEqual([]);
    expect(await accused({ refused: 'unreachable' }, { ...MALLOC, refusalMayAbort: true })).toEqual(
      [],
    );
  });

  test('a trap is a fault where the contract claims a refusal', async () => {
    expect(
      await accused({ refused: 'unreachable' }, { ...MALLOC, hostRefused: 'refused' }),
    ).toContain('no-fault (requests): allocert/1 {hostRefuses=1..} A=alloc(64497)');
  });

  test('a stray access is a fault whatever the contract says', async () => {
    const stray = { refused: '(i32.store (i32.const -4) (i32.const 1))' };
    expect(await accused(stray, MALLOC)).toContain(
      'no-fault (requests): allocert/1 {hostRefuses=1..} A=alloc(64497)',
    );
  });

  test('an end that moves although growth was refused is found in two requests', async () => {
    const creeps = {
      refused: '(global.set $end (i32.add (global.get $end) (i32.const 65536)))',
    };
    const [found] = await accused(creeps, MALLOC);
    expect(found).toMatch(
      /^in-bounds \(region\): allocert\/1 \{hostRefuses=1\.\.\} A=alloc\(\d+\) B=alloc\(\d+\)$/,
    );
  });
});

describe('where refusals are traps', () => {
  test('one is lawful in a request in which the host refused, or that nothing could meet', async () => {
    const tooLong = 'unreachable';
    expect(await accused({ tooLong, refused: 'unreachable' }, TRAPS)).toEqual([]);
  });

  test('any other is a failed assertion', async () => {
    const first = '(if (i32.gt_u (local.get $size) (i32.const 5000)) (then unreachable))';
    const tooLong = 'unreachable';
    expect(await accused({ first, tooLong, refused: 'unreachable' }, TRAPS)).toEqual([
      'no-fault (refusal): allocert/1 A=alloc(5001)',
    ]);
  });
});

describe('a subject that asks its host', () => {
  test('grants a few bytes as long as nothing was refused, with a limit or without', async () => {
    const never = { first: '(return (i32.const 0))' };
    expect(await accused(never, MALLOC)).toEqual([
      'no-spurious-null (region.smallestUsefulBytes): allocert/1 A=alloc(1)',
    ]);
  });
});
