import { cpus, loadavg } from 'node:os';
import { againstCommands } from './against-commands.js';
import { campaignMemory } from './campaign-memory.js';
import { campaignSpeed } from './campaign-speed.js';
import { checkedAgainstRaw } from './checked-against-raw.js';
import { intervalCheck } from './interval-check.js';
import { nativeAgainstC } from './native-against-c.js';
import { writeBenchmarks } from './write-benchmarks.js';
import { zooWitnesses } from './zoo-witnesses.js';

/**
 * `npm run bench [-- part ...]`: campaign, raw, commands, interval, memory, native, zoo[=seeds]; all
 * but zoo by default. Prints ratios measured in one run; absolute times are of this machine only. What
 * a part printed takes its place in docs/BENCHMARKS.md, headed by the machine and its load.
 */
type Print = (line: string) => void;

const parts: Readonly<Record<string, (print: Print, argument: number) => Promise<void> | void>> = {
  campaign: campaignSpeed,
  raw: checkedAgainstRaw,
  commands: againstCommands,
  interval: intervalCheck,
  memory: campaignMemory,
  native: nativeAgainstC,
  zoo: (print, seeds) => zooWitnesses(print, seeds || 20),
};

const asked = process.argv.slice(2);
const usual = Object.keys(parts).filter((name) => name !== 'zoo');
for (const part of asked.length > 0 ? asked : usual) {
  const [name, argument] = part.split('=');
  const run = parts[name];
  if (run === undefined) {
    process.stderr.write(`no part ${name}; there are ${Object.keys(parts).join(', ')}\n`);
    process.exitCode = 2;
    break;
  }
  const printed: string[] = [];
  const print: Print = (line) => {
    printed.push(line);
    process.stdout.write(`${line}\n`);
  };
  print(circumstances());
  await run(print, Number(argument ?? 0));
  writeBenchmarks(name, printed);
}

/** The machine, and how much else it does: processor time stands for a quiet machine only in part. */
function circumstances(): string {
  const day = new Date().toISOString().slice(0, 10);
  const load = loadavg()[0].toFixed(1);
  const processors = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`;
  return `${day}, node ${process.version}, ${processors}, load ${load}:`;
}
