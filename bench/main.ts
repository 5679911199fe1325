import { cpus } from 'node:os';
import { againstCommands } from './against-commands.js';
import { campaignSpeed } from './campaign-speed.js';
import { campaignMemory } from './campaign-memory.js';
import { checkedAgainstRaw } from './checked-against-raw.js';
import { intervalCheck } from './interval-check.js';
import { nativeAgainstC } from './native-against-c.js';
import { zooWitnesses } from './zoo-witnesses.js';

/**
 * `npm run bench [-- part ...]`: raw, commands, interval, memory, native, zoo[=seeds]; all but zoo by default.
 * Prints ratios measured in one run; absolute times are of this machine only.
 */
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const parts: Readonly<Record<string, (argument: number) => Promise<void> | void>> = {
  raw: () => checkedAgainstRaw(print),
  commands: () => againstCommands(print),
  interval: () => {
    intervalCheck(print);
  },
  memory: () => campaignMemory(print),
  native: () => nativeAgainstC(print),
  campaign: () => campaignSpeed(print),
  zoo: (seeds) => zooWitnesses(print, seeds || 20),
};

const asked = process.argv.slice(2);
print(`node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const part of asked.length > 0 ? asked : ['raw', 'commands', 'interval', 'memory', 'native']) {
  const [name, argument] = part.split('=');
  const run = parts[name];
  if (run === undefined) {
    process.stderr.write(`no part ${name}; there are ${Object.keys(parts).join(', ')}\n`);
    process.exitCode = 2;
    break;
  }
  print('');
  await run(Number(argument ?? 0));
}
