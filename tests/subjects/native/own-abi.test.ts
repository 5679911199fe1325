import { afterEach, expect, test, type TestContext } from 'vitest';
import { termsOf } from '../../../dist/src/contract/terms/terms.js';
import { parseContract } from '../../../dist/src/contract/document/parse-contract.js';
import { runSettings } from '../../../dist/src/contract/terms/run-settings.js';
import { decodeExecution } from '../../../dist/src/core/decode-execution.js';
import { packPrograms, unpackProgram } from '../../../dist/src/core/execution-batch.js';
import type { Execution } from '../../../dist/src/core/execution.js';
import { printProgram } from '../../../dist/src/core/program-literal.js';
import type { Program } from '../../../dist/src/core/program.js';
import { ProgramSource } from '../../../dist/src/generate/program-source.js';
import { makePlan } from '../../../dist/src/generate/generation-plan.js';
import { explain } from '../../../dist/src/judge/explain.js';
import { inProcessSubject } from '../../../dist/src/subjects/in-process-subject.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { loadFile, moduleFolder } from '../module/module-files.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

const folder = libraryFolder();
const modules = moduleFolder();
let opened: Subject | undefined;

async function open(context: TestContext): Promise<Subject> {
  needsCompiler(context);
  opened = await openNativeSubject(folder.compile('bump.c'));
  return opened;
}

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** The allocator of c/bump.c, for the executor in TypeScript. */
const bumpModule = `export default ({ memory, base, bytes }) => {
  let next = base;
  const view = new Uint8Array(memory);
  const alloc = (size, align) => {
    const at = Math.ceil(next / align) * align;
    if (size > base + bytes - at) return null;
    next = at + size;
    return at;
  };
  return {
    alloc,
    allocZeroed(size, align) {
      const at = alloc(size, align);
      if (at !== null) view.fill(0, at, at + size);
      return at;
    },
    realloc(old, oldSize, size, align) {
      const at = alloc(size, align);
      if (at !== null) view.copyWithin(at, old, old + Math.min(oldSize, size));
      return at;
    },
    dealloc() {},
    reset() { next = base; },
  };
};`;

const contract = parseContract(
  {
    extends: 'pool',
    reclaims: 'nothing',
    requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'reset'],
    region: { baseAlign: 1 },
  },
  'test',
);

/** All programs that a campaign of one batch generates; what they ask fits both size types. */
function generated(subject: Subject, seed: number): Program[] {
  const programs: Program[] = [];
  const plan = makePlan(termsOf(contract, subject.description));
  for (const { programs: batch } of new ProgramSource({ ...plan, sizeBits: 32 }, seed).batches(
    0,
    192,
  )) {
    for (let index = 0; index < batch.count; index++) programs.push(unpackProgram(batch, index));
  }
  return programs;
}

/** An execution with addresses as offsets from the region's base. */
function relative(execution: Execution): unknown {
  const base = execution.extents[0]?.region.start ?? 0n;
  return {
    steps: execution.steps.map((step) => {
      const { outcome } = step;
      const placed = 'address' in outcome && outcome.address >= base;
      return placed ? { ...step, outcome: { ...outcome, address: outcome.address - base } } : step;
    }),
    extents: execution.extents.map(({ step, region }) => [step, region.end - region.start]),
    damages: execution.damages,
    death: execution.death,
    skipped: execution.skipped,
    checks: execution.checks,
  };
}

test.for([1, 2, 3])(
  'the driver and the executor record the same of the same allocator, seed %i',
  async (seed, context) => {
    const native = await open(context);
    const module = inProcessSubject(await loadFile(modules.write('bump.mjs', bumpModule)));
    const programs = generated(native, seed);
    const settings = runSettings(termsOf(contract, native.description), {
      ...{ hangLimitMs: 5_000, macroLimit: 2_000 },
    });
    const packed = packPrograms(programs);
    const inC = await native.run(packed, settings);
    const inTypeScript = await module.run(packed, settings);
    const used = programs.filter((program) => usesNoTop(program));
    expect(used.length).toBeGreaterThan(60);
    programs.forEach((program, index) => {
      if (!usesNoTop(program)) return;
      const expected = relative(decodeExecution(inTypeScript, index, program));
      expect(relative(decodeExecution(inC, index, program)), printProgram(program)).toEqual(
        expected,
      );
    });
    await module.close();
  },
);

/** SIZE_MAX and what derives from it are other numbers on 64 bits than in JavaScript. */
function usesNoTop(program: Program): boolean {
  return !/SIZE_MAX|PTRDIFF_MAX|2\^(?:5[3-9]|6)/.test(printProgram(program));
}

test('a correct allocator over a given pool breaks no property', async (context) => {
  const subject = await open(context);
  const programs = generated(subject, 7);
  const terms = termsOf(contract, subject.description);
  const settings = runSettings(terms, { hangLimitMs: 5_000, macroLimit: 2_000 });
  const batch = await subject.run(packPrograms(programs), settings);
  programs.slice(0, 64).forEach((program, index) => {
    const main = decodeExecution(batch, index, program);
    const judged = explain({ main, others: [] }, { contract, subject: subject.description, terms });
    expect(judged.findings, printProgram(program)).toEqual([]);
  });
});

test('its pool has the base, the length and the bytes that the world says', async (context) => {
  const subject = await open(context);
  const literal =
    'allocert/1 {region=1001 base=+3 fill=noise:7} A=alloc(1) B=alloc(1000) C=alloc(1)';
  const [execution] = await runLiterals(subject, [literal]);
  const { start, end } = execution.extents[0].region;
  expect([start % 65_536n, end - start]).toEqual([3n, 1_001n]);
  expect(execution.steps.map(({ outcome }) => outcome.kind)).toEqual([
    ...['done', 'granted', 'granted', 'refused'],
  ]);
});

test('sizes are 64 bits wide up to SIZE_MAX', async (context) => {
  const subject = await open(context);
  const [execution] = await runLiterals(subject, ['allocert/1 A=alloc(SIZE_MAX-1) B=alloc(2^63)']);
  expect(execution.steps.slice(1).map(({ size }) => size)).toEqual([2n ** 64n - 2n, 2n ** 63n]);
  expect(execution.steps.slice(1).map(({ outcome }) => outcome.kind)).toEqual([
    'refused',
    'refused',
  ]);
});
