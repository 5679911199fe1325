import { describe, expect, test, type TestContext } from 'vitest';
import type { Execution } from '../../../dist/src/core/execution.js';
import { hostRefusals } from '../../../dist/src/core/host-refused.js';
import { openNativeSubject } from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler, needsLibrary, runLiterals } from './native-corpus.js';

/**
 * Goal: a native library's calls for memory are counted from its first request on, refused where the
 * world says so, and told; nothing else is. Method: programs of a few requests on a heap that asks for
 * chunks of 64 KiB, and on what the system has.
 */

const folder = libraryFolder();

function heap(context: TestContext, ...flags: readonly string[]): string {
  needsCompiler(
    context,
    flags.filter((flag) => flag === '-m32'),
  );
  return folder.compile('../../../zoo/native/host-heap.c', ...flags);
}

async function run(locator: string, ...literals: readonly string[]): Promise<Execution[]> {
  const subject = await openNativeSubject(locator);
  try {
    return await runLiterals(subject, literals, { macroLimit: 4_000 });
  } finally {
    await subject.close();
  }
}

/** What each step answered, init left out. */
const answersOf = ({ steps }: Execution): string[] =>
  steps.slice(1).map(({ outcome }) => outcome.kind);

const told = (execution: Execution): string[] =>
  hostRefusals(execution).map(({ step, bytes }) => `${step}: ${bytes}`);

const THREE = 'A=alloc(60000) B=alloc(60000) C=alloc(60000)';

describe.each(['', '-DBY_BRK', '-DRESERVES', '-m32'])('a heap built with "%s"', (flag) => {
  const flags = flag === '' ? [] : [flag];
  // What is reserved is one call more, and opened by others.
  const extra = flag === '-DRESERVES' ? 1 : 0;

  test('is refused the calls that the world says, once or from then on', async (context) => {
    const [once, two, ever] = await run(
      heap(context, ...flags),
      `allocert/1 {hostRefuses=${2 + extra}} ${THREE}`,
      `allocert/1 {hostRefuses=${1 + extra}..${2 + extra}} ${THREE}`,
      `allocert/1 {hostRefuses=${2 + extra}..} ${THREE}`,
    );
    expect(answersOf(once)).toEqual(['granted', 'refused', 'granted']);
    expect(answersOf(two)).toEqual(['refused', 'refused', 'granted']);
    expect(answersOf(ever)).toEqual(['granted', 'refused', 'refused']);
    expect(told(once)).toEqual(['2: 65536']);
    expect(told(ever)).toEqual(['2: 65536', '3: 65536']);
  });

  test('is refused what its limit forbids, and told', async (context) => {
    const [limited] = await run(
      heap(context, ...flags),
      'allocert/1 {limit=131072} fill(60000,1,10)',
    );
    expect(answersOf(limited).at(-1)).toBe('refused');
    expect(told(limited)).toHaveLength(1);
    expect(limited.death).toBeUndefined();
  });

  test('is refused nothing where the world says nothing', async (context) => {
    const [free] = await run(heap(context, ...flags), `allocert/1 ${THREE}`);
    expect(answersOf(free)).toEqual(['granted', 'granted', 'granted']);
    expect(told(free)).toEqual([]);
  });
});

test('an end where the host refused is told with what was refused', async (context) => {
  const [execution] = await run(heap(context, '-DABORTS'), 'allocert/1 {hostRefuses=1} A=alloc(8)');
  expect(execution.death).toMatchObject({ step: 1, fault: 'abort', phase: 'call' });
  expect(told(execution)).toEqual(['1: 65536']);
});

test('a reservation of 100 GiB is no part of a limit, and a block as long is refused', async (context) => {
  const [small, large] = await run(
    heap(context, '-DRESERVES_ALL'),
    'allocert/1 {limit=1048576} A=alloc(1000) B=alloc(1000)',
    'allocert/1 A=alloc(2^40)',
  );
  expect(answersOf(small)).toEqual(['granted', 'granted']);
  expect(answersOf(large)).toEqual(['refused']);
  const [direct] = await run(heap(context), 'allocert/1 A=alloc(2^37)');
  expect(answersOf(direct)).toEqual(['refused']);
  expect(told(direct)).toEqual(['1: 137439019008']);
});

test('thread-local data of the library is no call of its first request', async (context) => {
  const [execution] = await run(
    heap(context, '-DTHREAD_LOCAL'),
    `allocert/1 {hostRefuses=2..} ${THREE}`,
  );
  expect(execution.death).toBeUndefined();
  expect(answersOf(execution)).toEqual(['granted', 'refused', 'refused']);
});

describe.each(['', '-m32'])('where "%s" is built with', (bits) => {
  test.for([
    ['blocks signals while it asks', '-DBLOCKS_SIGNALS'],
    ['was loaded with all signals blocked', '-DBLOCKED_AT_LOAD'],
  ])('a library that %s is refused and goes on', async ([, flag], context) => {
    const flags = bits === '' ? [flag] : [flag, bits];
    const [free, once] = await run(
      heap(context, ...flags),
      `allocert/1 ${THREE}`,
      `allocert/1 {hostRefuses=1} ${THREE}`,
    );
    expect(free.death).toBeUndefined();
    expect(answersOf(free)).toEqual(['granted', 'granted', 'granted']);
    expect(once.death).toBeUndefined();
    expect(answersOf(once)).toEqual(['refused', 'granted', 'granted']);
  });
});

test('a library may start a thread in a request', async (context) => {
  const [free] = await run(heap(context, '-DSTARTS_A_THREAD', '-pthread'), `allocert/1 ${THREE}`);
  expect(free.death).toBeUndefined();
  expect(answersOf(free)).toEqual(['granted', 'granted', 'granted']);
});

test.for([
  ['builtin:libc', 'libc6'],
  ['libjemalloc.so.2', 'libjemalloc2'],
  ['libtcmalloc_minimal.so.4', 'libtcmalloc-minimal4'],
  ['libmimalloc.so.2', 'libmimalloc2.0'],
])(
  '%s answers null when its host refuses, and goes on when it gives',
  async ([locator, from], context) => {
    needsCompiler(context);
    if (!locator.startsWith('builtin:')) needsLibrary(context, locator, from);
    const [ever, once] = await run(
      locator,
      'allocert/1 {hostRefuses=1..} fill(1000,1,4000)',
      'allocert/1 {hostRefuses=1} fill(1000,1,4000) fill(1000,1,100)',
    );
    expect(ever.death).toBeUndefined();
    expect(answersOf(ever).at(-1)).toBe('refused');
    expect(told(ever).length).toBeGreaterThan(0);
    expect(answersOf(once).at(-1)).toBe('granted');
  },
);

test('a malloc lab is refused by mem_sbrk', async (context) => {
  needsCompiler(context);
  const [later, init] = await run(
    folder.compile('implicit-list.c'),
    'allocert/1 {region=1048576 hostRefuses=2} A=alloc(100) B=alloc(100)',
    'allocert/1 {region=1048576 hostRefuses=1} A=alloc(100)',
  );
  expect(answersOf(later)).toEqual(['refused', 'granted']);
  expect(told(later)).toEqual(['1: 4096']);
  expect(init.steps.map(({ outcome }) => outcome.kind)).toEqual(['refused']);
});
