import { join } from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
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
import {
  openNativeSubject,
  type NativeOptions,
} from '../../../dist/src/subjects/native/native-subject.js';
import type { Subject } from '../../../dist/src/subjects/subject.js';
import { libraryFolder, needsCompiler, runLiterals } from './native-corpus.js';

// A library without the C driver. The compiler that builds the libraries of these tests is hidden
// from the subject by naming others, and by a cache of its own in which no driver lies ready.

const folder = libraryFolder();
const opened: Subject[] = [];

afterEach(async () => {
  for (const subject of opened.splice(0)) await subject.close();
});

async function open(library: string, options: NativeOptions = {}): Promise<Subject> {
  const subject = await openNativeSubject(library, options);
  opened.push(subject);
  return subject;
}

const hidden: NativeOptions = {
  compilers: ['cc-that-is-not-there'],
  cacheFolder: join(folder.path, 'empty-cache'),
};

const openHidden = (library: string, options: NativeOptions = {}): Promise<Subject> =>
  open(library, { ...options, ...hidden });

function compile(context: TestContext, source: string, ...flags: readonly string[]): string {
  needsCompiler(context);
  return folder.compile(source, ...flags);
}

/** Functions of c/handle-pool.c by their roles. */
const handleFunctions = {
  ...{ convention: 'handle', init: 'pool_make', alloc: 'pool_take', dealloc: 'pool_give' },
};

/** An execution with addresses as offsets from the region's base. */
function relative(execution: Execution): unknown {
  const base = execution.extents[0]?.region.start ?? 0n;
  return {
    ...{ damages: execution.damages, death: execution.death, checks: execution.checks },
    skipped: execution.skipped,
    steps: execution.steps.map((step) => {
      const { outcome } = step;
      const placed = 'address' in outcome && outcome.address >= base;
      return placed ? { ...step, outcome: { ...outcome, address: outcome.address - base } } : step;
    }),
    extents: execution.extents.map(({ step, region }) => [step, region.end - region.start]),
  };
}

const bumpContract = parseContract(
  {
    extends: 'pool',
    reclaims: 'nothing',
    requests: ['alloc', 'allocZeroed', 'realloc', 'dealloc', 'reset'],
    region: { baseAlign: 1 },
  },
  'test',
);
const handleContract = parseContract(
  {
    ...{
      extends: 'pool',
      requests: ['alloc', 'dealloc', 'reset'],
      reclaims: 'unjudged',
      reuse: 'sameLayout',
    },
    alignment: { natural: 16, maximum: 16 },
    region: { baseAlign: 1, smallestBytes: 512 },
  },
  'test',
);

test.for([
  ['bump.c', 1, bumpContract, {}],
  ['bump.c', 2, bumpContract, {}],
  ['handle-pool.c', 1, handleContract, { functions: handleFunctions }],
] as const)(
  'both ways to drive %s record the same, seed %i: every step, size and check',
  async ([source, seed, contract, options], context) => {
    const library = compile(context, source);
    const driver = await open(library, options);
    const koffi = await openHidden(library, options);
    const settings = runSettings(termsOf(contract, driver.description), {
      ...{ hangLimitMs: 5_000, macroLimit: 2_000 },
    });
    const programs: Program[] = [];
    const plan = makePlan(termsOf(contract, driver.description));
    for (const { programs: batch } of new ProgramSource(plan, seed).batches(0, 192)) {
      for (let index = 0; index < batch.count; index++) programs.push(unpackProgram(batch, index));
    }
    const packed = packPrograms(programs);
    const inC = await driver.run(packed, settings);
    const through = await koffi.run(packed, settings);
    programs.forEach((program, index) => {
      const expected = relative(decodeExecution(inC, index, program));
      expect(relative(decodeExecution(through, index, program)), printProgram(program)).toEqual(
        expected,
      );
    });
    expect(programs.some((program) => /PTRDIFF_MAX/.test(printProgram(program)))).toBe(true);
  },
);

test.for([
  [101, 'accessViolation', 11, 'SIGSEGV'],
  [102, 'abort', 6, 'SIGABRT; it had printed: the heap is broken'],
  [103, 'exit', 7, 'exit(7)'],
  [104, 'hang', 0, 'the call did not come back'],
  // The driver tells it from other faults by a signal handler, which cannot be had here.
  [105, 'accessViolation', 11, 'SIGSEGV'],
  [106, 'arithmetic', 8, 'SIGFPE'],
  [107, 'badCall', 4, 'SIGILL'],
  [108, 'signal', 15, 'SIGTERM'],
  [110, 'exit', 0, 'exit(0)'],
  [114, 'accessViolation', 11, 'SIGSEGV'],
] as const)('%i bytes die of %s, at that step', async ([size, ...death], context) => {
  const [fault, detail, message] = death;
  const subject = await openHidden(compile(context, 'faults.c', '-Wno-infinite-recursion'));
  const literal = `allocert/1 {region=4096} A=alloc(8) B=alloc(${size}) C=alloc(8)`;
  const [before, broken, next] = await runLiterals(subject, [
    ...['allocert/1 A=alloc(16)', literal, 'allocert/1 A=alloc(8)'],
  ]);
  expect(before.steps).toHaveLength(2);
  expect(broken.death).toEqual({ step: 2, fault, detail, phase: 'call', message });
  expect(broken.steps.map(({ outcome }) => outcome.kind)).toEqual(['done', 'granted', 'faulted']);
  expect(next.death).toBeUndefined();
  expect(next.steps.at(-1)?.outcome.kind).toBe('granted');
});

test('a hang is run once more with ten times the limit before it is recorded', async (context) => {
  const subject = await openHidden(compile(context, 'faults.c', '-Wno-infinite-recursion'));
  const literals = ['allocert/1 A=alloc(8) B=alloc(104)', 'allocert/1 A=alloc(8)'];
  const confirmed = { hangLimitMs: 25, confirmHangs: true, stopAtHang: true };
  const [hung, left] = await runLiterals(subject, literals, confirmed);
  expect(hung.death).toMatchObject({ step: 2, fault: 'hang' });
  expect(hung.steps).toHaveLength(3);
  expect(left.steps).toEqual([]);
});

test('a wild address is recorded and not written to', async (context) => {
  const subject = await openHidden(compile(context, 'faults.c', '-Wno-infinite-recursion'));
  const [wild] = await runLiterals(subject, ['allocert/1 A=alloc(111) B=alloc(8)']);
  expect(wild.death).toBeUndefined();
  expect(wild.steps).toHaveLength(2);
  expect(wild.steps[1].outcome).toEqual({ kind: 'granted', address: 16n });
});

test('every program meets the library as it was just after loading', async (context) => {
  const subject = await openHidden(compile(context, 'partial-malloc.c'));
  const literal = 'allocert/1 A=alloc(10) realloc(A,40) realloc(A,9)';
  for (const { steps, death } of await runLiterals(subject, [literal, literal, literal])) {
    const addresses = steps.slice(1).map(({ outcome }) => {
      return 'address' in outcome ? outcome.address : 0n;
    });
    expect(death).toBeUndefined();
    // Of a new mapping each, from its beginning on.
    expect(addresses.map((address) => address % 4_096n)).toEqual([16n, 48n, 112n]);
  }
});

test('what a library lacks is absent, and never that of libc', async (context) => {
  const { description } = await openHidden(compile(context, 'partial-malloc.c'));
  expect(description.kinds).toEqual([
    ...['alloc', 'realloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
  ]);
  expect(description).toMatchObject({
    drivenThrough: 'koffi, because no C compiler was found',
    footprintMeasured: false,
  });
});

test('libc answers sizes beyond 2^53 and errors by value as it does to the driver', async () => {
  const subject = await openHidden('builtin:libc');
  const [execution] = await runLiterals(subject, [
    'allocert/1 A=posix_memalign:alloc(8,64) B=posix_memalign:badAlign(8,24) C=alloc(SIZE_MAX-7) ' +
      'D=allocArray(8,SIZE_MAX/8+1) E=allocArray(2^62+1,4) F=alloc(PTRDIFF_MAX+1)',
  ]);
  expect(execution.steps.slice(1).map(({ outcome, size }) => [outcome.kind, size])).toEqual([
    ['granted', 8n],
    ['refused', 8n],
    ['refused', 2n ** 64n - 8n],
    ['refused', execution.steps[4].size],
    ['refused', execution.steps[5].size],
    ['refused', 2n ** 63n],
  ]);
});

test('a subject that is closed leaves no process behind, not even one that hangs', async (context) => {
  const library = compile(context, 'faults.c', '-Wno-infinite-recursion');
  const subject = await openHidden(library);
  const running = runLiterals(subject, ['allocert/1 A=alloc(104)'], { hangLimitMs: 600_000 });
  await subject.close();
  await running;
  const mapping = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/maps`, 'utf8').includes(library);
    } catch {
      return false;
    }
  });
  expect(mapping).toEqual([]);
});

test('what only the driver can do is said, with what to install', async (context) => {
  const lab = compile(context, 'implicit-list.c');
  await expect(openHidden(lab)).rejects.toThrow(
    /is a malloc lab, whose mem_sbrk only the driver offers; the driver needs a C compiler.*apt-get/,
  );
});
