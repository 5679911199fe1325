import { fstatSync } from 'node:fs';
import { executeBatch } from '../../execute/execute-batch.js';
import { loadKoffi, type Koffi } from './koffi-api.js';
import { RECORD_FD, type KoffiAnswer, type KoffiRequest } from './koffi-messages.js';
import { PROGRESS_WORDS } from './koffi-record.js';
import { leavesDoubt } from './leaves-doubt.js';
import { NativeLibrary } from './native-library.js';
import { NativeTarget } from './native-target.js';
import { systemMemory, type SystemMemory } from './system-memory.js';
import { tieToParent } from './tie-to-parent.js';

// The entry of the process in which koffi drives a library: loads it, then runs what it is sent. The
// subject may end this process at any moment; what was recorded by then is in the shared file.

/** A process that has grown by more than this is left for a new one. */
const MOST_GROWTH_BYTES = 512 * 2 ** 20;

const send = (answer: KoffiAnswer): void => void process.send?.(answer);

interface Driven {
  readonly library: NativeLibrary;
  readonly target: NativeTarget;
  readonly memory: SystemMemory;
  readonly startBytes: number;
}

let driven: Driven | undefined;
let record = new Int32Array(0);

process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (request: KoffiRequest) => {
  try {
    if (request.kind === 'load') load(request);
    else run(request);
  } catch (thrown) {
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    send({ kind: 'bug', message: text });
  }
});

function load({ source, initRefuses }: KoffiRequest & { kind: 'load' }): void {
  const koffi = loadKoffi() as Koffi;
  const { platform } = process;
  if (platform !== 'linux' && platform !== 'darwin') {
    return send({ kind: 'failed', message: `${platform} is not known` });
  }
  const memory = systemMemory(koffi, platform);
  tieToParent(koffi, memory);
  let library;
  try {
    library = new NativeLibrary(koffi, memory, source);
  } catch (thrown) {
    return send({ kind: 'failed', message: (thrown as Error).message });
  }
  const target = new NativeTarget(library, memory, { convention: source.convention, initRefuses });
  driven = { library, target, memory, startBytes: process.memoryUsage.rss() };
  send({ kind: 'ready', absent: library.absent });
}

function run({ programs, settings, first, layout }: KoffiRequest & { kind: 'run' }): void {
  if (driven === undefined) throw new Error('no library is loaded');
  const { library, target, memory, startBytes } = driven;
  const { size } = fstatSync(RECORD_FD);
  if (record.byteLength < size) record = new Int32Array(memory.mapFile(RECORD_FD, size));
  const into = {
    headers: record.subarray(layout.headers, layout.steps),
    steps: record.subarray(layout.steps, layout.events),
    events: record.subarray(layout.events, layout.end),
    messages: new Map<number, string>(),
  };
  let worn = false;
  const next = executeBatch({
    target,
    programs,
    into,
    settings,
    sizeBits: 64,
    progress: record.subarray(0, PROGRESS_WORDS),
    first,
    goOn(index) {
      library.renew();
      worn =
        process.memoryUsage.rss() - startBytes > MOST_GROWTH_BYTES ||
        (!library.isFresh && leavesDoubt(into, index));
      return !worn;
    },
  });
  send({ kind: 'done', next, worn });
}
