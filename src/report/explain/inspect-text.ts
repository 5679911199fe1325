import type { InspectResult } from '../../engine/inspect.js';
import { leftOutLines } from '../human/left-out-lines.js';
import { countText, plural } from '../human/number-text.js';
import { wrapText } from '../human/wrap-text.js';

/** A subject as found: how it is called, what it can do, what it is held to and what must be reached. */
export function inspectText({ description, contract, goals, leftOut }: InspectResult): string {
  const width = Math.max(0, ...goals.map(({ id }) => id.length));
  const fact = (name: string, value: string): string[] => {
    const [first = '', ...rest] = wrapText(value, ' '.repeat(18));
    return [`  ${name.padEnd(16)}${first.trimStart()}`, ...rest];
  };
  const lines = [
    description.locator,
    ...fact('name', description.name),
    ...fact('kind', description.kind),
    ...fact('digest', `sha256:${description.digest}`),
    ...fact('convention', description.abi),
    ...(description.drivenThrough === undefined
      ? []
      : fact('driven through', description.drivenThrough)),
    ...(description.limitedBy === undefined
      ? []
      : fact('memory limited by', description.limitedBy)),
    ...fact(
      'size type',
      description.sizeBits === 53 ? 'JS number' : `${description.sizeBits} bits`,
    ),
    ...fact('requests', description.kinds.join(', ')),
    ...fact('entry points', description.entryPoints.join(', ') || 'plain'),
    ...fact('contents', description.hasMemory ? 'checked' : 'not checked: it has no memory'),
    ...fact('region', regionText(description)),
    ...wireFacts(description).flatMap(([name, value]) => fact(name, value)),
    ...fact('footprint', description.footprintMeasured ? 'measured' : 'not measured'),
    ...fact('symbols', symbolsText(description.symbols)),
    ...fact(
      'contract',
      `${contract.name}, sha256:${contract.digest.slice(0, 12)}: ${contract.because}`,
    ),
    '',
    `  ${plural(goals.length, 'coverage goal')}`,
    ...goals.map(({ id, need }) => `    ${id.padEnd(width)}  ${countText(need)}`),
    ...(leftOut.length === 0 ? [] : ['']),
    ...leftOutLines(leftOut),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function regionText({ regionIsGiven, growable }: InspectResult['description']): string {
  return `${regionIsGiven ? 'given by allocert' : 'its own'}, ${growable ? 'can grow' : 'of fixed length'}`;
}

/** What the hello of a command says of its room (S39), and the region that it names. */
function wireFacts({
  wire,
  regionBytes,
  baseModulus,
}: InspectResult['description']): [string, string][] {
  if (wire === undefined) return [];
  const { slots, windowBytes } = wire;
  return [
    ...(regionBytes === undefined
      ? []
      : [['region length', `${countText(regionBytes)} bytes at most`] satisfies [string, string]]),
    ...(baseModulus === undefined || baseModulus === 1
      ? []
      : [['region base', `kept modulo ${countText(baseModulus)}`] satisfies [string, string]]),
    ['slots', `${countText(slots)} live blocks at most`],
    [
      'window',
      windowBytes === undefined
        ? 'unbounded: it waits by itself'
        : `${countText(windowBytes)} bytes on their way`,
    ],
  ];
}

// A wasm module of a compiler can have hundreds.
const MOST_SYMBOLS = 40;
function symbolsText(symbols: readonly string[]): string {
  const shown = symbols.slice(0, MOST_SYMBOLS).join(', ') || 'none';
  const hidden = symbols.length - MOST_SYMBOLS;
  return hidden > 0 ? `${shown} and ${hidden} more` : shown;
}
