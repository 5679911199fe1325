import { afterEach, expect, test, type TestContext } from 'vitest';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { decodeExecution } from '../../dist/src/core/decode-execution.js';
import { packPrograms, unpackProgram } from '../../dist/src/core/execution-batch.js';
import type { Execution } from '../../dist/src/core/execution.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import type { Program } from '../../dist/src/core/program.js';
import { ProgramSource } from '../../dist/src/generate/program-source.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { loadSubject } from '../../dist/src/subjects/load-subject.js';
import type { Subject } from '../../dist/src/subjects/subject.js';
import { needsCargo, referenceCrate, WASM_TARGET } from './cargo.js';

// Goal: one allocator in three languages' clothes. The same program gets the same answers at the same
// offsets from the reference allocator in TypeScript, from that in Rust as machine code, and as wasm.

let opened: Subject[] = [];

async function openAll(context: TestContext, name: 'bump' | 'first-fit'): Promise<Subject[]> {
  needsCargo(context, WASM_TARGET);
  for (const locator of [
    `builtin:${name}`,
    referenceCrate(name, 'native'),
    referenceCrate(name, 'wasm'),
  ]) {
    opened.push((await loadSubject(locator)).subject);
  }
  return opened;
}

afterEach(async () => {
  for (const subject of opened) await subject.close();
  opened = [];
});

/** What each of them answered, request by request, with addresses as offsets from the region. */
async function answersOf(
  subjects: readonly Subject[],
  preset: string,
  programs: readonly Program[],
): Promise<string[][]> {
  const packed = packPrograms(programs);
  const all: string[][] = [];
  for (const subject of subjects) {
    const contract = parseContract(preset, 'test');
    const settings = runSettings(termsOf(contract, subject.description), {
      ...{ hangLimitMs: 5_000, macroLimit: 1_000 },
    });
    const refusal = subject.description.kind === 'wasm' ? 'zero' : settings.refusal;
    const batch = await subject.run(packed, { ...settings, refusal });
    all.push(programs.map((program, index) => answers(decodeExecution(batch, index, program))));
  }
  return all;
}

function answers({ steps, extents }: Execution): string {
  const base = extents[0].region.start;
  return steps
    .map(({ outcome }) =>
      outcome.kind === 'granted' ? String(outcome.address - base) : outcome.kind,
    )
    .join(' ');
}

const literalOf = (...parts: readonly string[]): string => parts.join(' ');

test.for([
  [
    'bump',
    literalOf(
      'allocert/1 {region=1024 base=+3 fill=noise:7} A=alloc(10) B=alloc(8,8) C=alloc(1,64)',
      'D=alloc(0,32) free(B) E=alloc(962) F=alloc(2) reset G=alloc(1024)',
    ),
    'done 0 13 61 93 done 62 refused done 0',
  ],
  [
    'first-fit',
    literalOf(
      'allocert/1 {region=1030 base=+3 fill=ones} A=alloc(8) B=alloc(33) C=alloc(16) free(B)',
      'D=alloc(49) E=alloc(48) freeInvalid(foreign,+5) freeInvalid(interior,A,+1) F=alloc(7)',
      'reset G=alloc(1008)',
    ),
    'done 16 32 80 done 96 32 rejected rejected refused done 16',
  ],
] as const)(
  '%s answers a program alike in all three',
  async ([name, literal, expected], context) => {
    const subjects = await openAll(context, name);
    const all = await answersOf(subjects, name, [parseProgram(literal)]);
    expect(all).toEqual([[expected], [expected], [expected]]);
  },
);

test.for(['bump', 'first-fit'] as const)(
  '%s answers 192 generated programs alike in all three',
  async (name, context) => {
    const subjects = await openAll(context, name);
    const programs: Program[] = [];
    const plan = makePlan(termsOf(parseContract(name, 'test'), subjects[1].description));
    for (const { programs: batch } of new ProgramSource({ ...plan, sizeBits: 32 }, 3).batches(
      0,
      192,
    )) {
      for (let index = 0; index < batch.count; index++) programs.push(unpackProgram(batch, index));
    }
    // SIZE_MAX and what derives from it are other numbers on 64 bits than on 32.
    const common = programs.filter(
      (program) => !/SIZE_MAX|PTRDIFF_MAX|2\^(?:3[2-9]|[4-6])/.test(printProgram(program)),
    );
    expect(common.length).toBeGreaterThan(60);
    const [typescript, native, wasm] = await answersOf(subjects, name, common);
    expect(native).toEqual(typescript);
    expect(wasm).toEqual(typescript);
  },
);
