import { unpackWorld } from '../src/core/execution-batch.js';
import { PlainPrograms, openBenchSubject } from './bench-subject.js';

const REQUESTS = 10_000_000;
const LENGTH = 1_000;
const PROGRAMS = 64;

/** Resident memory after so many requests: it must not depend on how many there were. */
export async function campaignMemory(print: (line: string) => void): Promise<void> {
  const bench = await openBenchSubject('size-class');
  const source = new PlainPrograms(bench.plan, PROGRAMS, LENGTH, 'edges');
  print('memory of a campaign (resident MiB)');
  print('| requests | MiB |');
  print('|---|---|');
  let requests = 0;
  for (const mark of [REQUESTS / 10, REQUESTS]) {
    while (requests < mark) {
      const batch = source.next(requests);
      const answers = await bench.subject.run(batch, bench.settings);
      for (let index = 0; index < batch.count; index++) {
        bench.kernel.judge(answers, index, unpackWorld(batch, index).limitBytes);
      }
      requests += PROGRAMS * LENGTH;
    }
    print(`| ${requests} | ${Math.round(process.memoryUsage.rss() / 2 ** 20)} |`);
  }
}
