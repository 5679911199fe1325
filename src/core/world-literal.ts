import type { LiteralScanner } from './literal-scanner.js';
import { defaultWorld, observeLevels, type RegionFill, type World } from './world.js';

const worldKeys = ['region', 'base', 'fill', 'limit', 'hostRefuses', 'resets', 'observe'] as const;
type WorldKey = (typeof worldKeys)[number];

/** A world as text, `{region=1024 base=+3 fill=noise:7}`; empty where every key is the default (S37). */
export function printWorld(world: World): string {
  const parts: string[] = [];
  if (world.regionBytes !== defaultWorld.regionBytes) parts.push(`region=${world.regionBytes}`);
  if (world.baseOffset !== defaultWorld.baseOffset) parts.push(`base=+${world.baseOffset}`);
  if (world.fill.kind === 'noise') parts.push(`fill=noise:${world.fill.seed}`);
  if (world.fill.kind === 'ones') parts.push('fill=ones');
  if (world.limitBytes !== defaultWorld.limitBytes) parts.push(`limit=${world.limitBytes}`);
  if (world.hostRefusesFrom > 0) parts.push(`hostRefuses=${printCalls(world)}`);
  if (world.resets !== defaultWorld.resets) parts.push(`resets=${world.resets}`);
  if (world.observe !== defaultWorld.observe) parts.push(`observe=${world.observe}`);
  return parts.length === 0 ? '' : `{${parts.join(' ')}}`;
}

/** `2` for one call, `2..4` for three, `2..` for all from the second on. */
function printCalls({ hostRefusesFrom, hostRefusesCalls }: World): string {
  if (hostRefusesCalls === 1) return `${hostRefusesFrom}`;
  const last = hostRefusesCalls === 0 ? '' : hostRefusesFrom + hostRefusesCalls - 1;
  return `${hostRefusesFrom}..${last}`;
}

/** Reads what {@link printWorld} prints, if a brace stands here. @throws UsageError. */
export function readWorld(scanner: LiteralScanner): World {
  if (scanner.take(/\{/y) === undefined) return defaultWorld;
  let world = defaultWorld;
  const seen = new Set<string>();
  while (!scanner.atEnd() && !scanner.peek(/\}/y)) {
    const start = scanner.position;
    const key = scanner.take(/[A-Za-z]+/y) ?? '';
    if (!isWorldKey(key)) {
      scanner.fail(`"}" or a key of the world (${worldKeys.join(', ')})`, start, worldKeys);
    }
    if (seen.has(key)) scanner.fail(`each key of the world once`, start);
    seen.add(key);
    scanner.expect('=');
    world = { ...world, ...readValue(scanner, key) };
  }
  scanner.expect('}');
  return world;
}

const isWorldKey = (word: string): word is WorldKey => worldKeys.some((key) => key === word);

function readValue(scanner: LiteralScanner, key: WorldKey): Partial<World> {
  switch (key) {
    case 'region':
      return { regionBytes: readCount(scanner, 2 ** 32 - 1) };
    case 'base':
      scanner.take(/\+/y);
      return { baseOffset: readCount(scanner, 2 ** 31 - 1) };
    case 'fill':
      return { fill: readFill(scanner) };
    case 'limit':
      return { limitBytes: readCount(scanner, Number.MAX_SAFE_INTEGER) };
    case 'hostRefuses':
      return readCalls(scanner);
    case 'resets':
      return { resets: readCount(scanner, 2 ** 31 - 1) };
    case 'observe': {
      const start = scanner.position;
      const word = scanner.take(/[A-Za-z]+/y);
      const level = observeLevels.find((known) => known === word);
      return { observe: level ?? scanner.fail(observeLevels.join(' or '), start, observeLevels) };
    }
  }
}

function readCalls(scanner: LiteralScanner): Partial<World> {
  const start = scanner.position;
  const hostRefusesFrom = readCount(scanner, MOST_CALLS);
  if (hostRefusesFrom === 0) scanner.fail('the number of a call, from 1', start);
  if (scanner.take(/\.\./y) === undefined) return { hostRefusesFrom, hostRefusesCalls: 1 };
  if (!scanner.peek(/[0-9]/y)) return { hostRefusesFrom, hostRefusesCalls: 0 };
  const behind = scanner.position;
  const last = readCount(scanner, MOST_CALLS);
  if (last < hostRefusesFrom) scanner.fail('a call that is not before the first', behind);
  return { hostRefusesFrom, hostRefusesCalls: last - hostRefusesFrom + 1 };
}

const MOST_CALLS = 2 ** 30;

function readFill(scanner: LiteralScanner): RegionFill {
  const start = scanner.position;
  const word = scanner.take(/[A-Za-z]+/y);
  if (word === 'zero' || word === 'ones') return { kind: word };
  if (word !== 'noise') scanner.fail('zero, ones or noise:seed', start, ['zero', 'ones', 'noise']);
  scanner.expect(':');
  const at = scanner.position;
  const seed = Number(scanner.take(/-?[0-9]+/y) ?? NaN);
  if (seed !== (seed | 0)) scanner.fail('a seed from -2^31 to 2^31-1', at);
  return { kind: 'noise', seed: seed | 0 };
}

function readCount(scanner: LiteralScanner, most: number): number {
  const start = scanner.position;
  const value = Number(scanner.take(/[0-9]+/y) ?? NaN);
  if (!(value <= most)) scanner.fail(`a number from 0 to ${most}`, start);
  return value;
}
