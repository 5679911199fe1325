import { InvalidArgumentError } from 'commander';
import { nearestWord } from '../core/nearest-word.js';
import { isPowerOfTwo } from '../core/power-of-two.js';
import { propertyIds, type PropertyId } from '../core/property-id.js';
import { reporterNames, type ReporterName } from '../report/reporter-names.js';

/**
 * Values of options, from text. Shared by the command line and the configuration file, so that both
 * accept the same and refuse with the same words. Each throws InvalidArgumentError.
 */
export const efforts = ['quick', 'standard', 'deep'] as const;
export type Effort = (typeof efforts)[number];

/** A reporter and the file that it writes; without one where it says by itself. */
export interface AskedReporter {
  readonly name: ReporterName;
  readonly file?: string;
}

export const programFormats = ['rep', 'c', 'rust', 'global-alloc', 'ts'] as const;
export type ProgramFormat = (typeof programFormats)[number];

const LARGEST_SEED = 2 ** 32 - 1;
const LARGEST_ALIGN = 65_536;
/** 500 hours: a timer of Node.js holds no more than 2^31 - 1 milliseconds. */
const LONGEST_MS = 1_800_000_000;

export function readSeed(text: string): number {
  return readInteger(text, 0, LARGEST_SEED);
}

export function readRuns(text: string): number {
  return readInteger(text, 1, 2 ** 31 - 1);
}

export function readAlign(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && isPowerOfTwo(value) && value <= LARGEST_ALIGN) return value;
  throw new InvalidArgumentError(`It must be a power of two from 1 to ${LARGEST_ALIGN}.`);
}

/** A duration in milliseconds: `500ms`, `30s`, `10m`, `1h`. */
export function readDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ''];
  const milliseconds = Math.round(Number(match?.[1] ?? 0) * (factor ?? 0));
  if (milliseconds >= 1 && milliseconds <= LONGEST_MS) return milliseconds;
  throw new InvalidArgumentError(
    'It must be a time above zero with its unit, such as 30s or 10m, and 500h at most.',
  );
}

export function readEffort(text: string): Effort {
  return readChoice(text, efforts);
}

/** `name` or `name=file`. */
export function readReporter(text: string): AskedReporter {
  const at = text.indexOf('=');
  if (at < 0) return { name: readChoice(text, reporterNames) };
  const file = text.slice(at + 1);
  if (file !== '') return { name: readChoice(text.slice(0, at), reporterNames), file };
  throw new InvalidArgumentError('There must be a file behind the sign: json=report.json.');
}

export function readFormat(text: string): ProgramFormat {
  return readChoice(text, programFormats);
}

export function readProperty(text: string): PropertyId {
  return readChoice(text, propertyIds);
}

/** A folder; the empty text would be the working directory, by mistake. */
export function readFolder(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It must be the path of a folder.');
}

/** `name=function`, as a pair; the function may carry its argument order, with spaces in it. */
export function readExport(text: string): readonly [string, string] {
  const match = /^([^=\s]+)=([^=\s()]+(?:\([^=()]*\))?)$/.exec(text.trim());
  if (match?.[1] !== undefined && match[2] !== undefined) return [match[1], match[2]];
  throw new InvalidArgumentError('It must be name=function, such as alloc=my_alloc.');
}

function readInteger(text: string, smallest: number, largest: number): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= smallest && value <= largest) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${smallest} to ${largest}.`);
}

function readChoice<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const near = nearestWord(text, choices);
  throw new InvalidArgumentError(
    `${near === undefined ? '' : `Did you mean ${near}? `}Allowed: ${choices.join(', ')}.`,
  );
}
