import { UsageError } from './errors.js';

/**
 * A JSON text that a person may have written, as data. Unlike JSON.parse it takes no key twice: of two
 * clauses of one name only the last would count, in silence.
 *
 * @param path how the user knows the text, for messages
 * @throws UsageError with the reason of JSON.parse, or with the key and both of its lines
 */
export function parseJson(text: string, path: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  refuseTwice(json, path);
  return value;
}

interface Level {
  /** Offsets of the keys so far; undefined in an array. */
  readonly keys: Map<string, number> | undefined;
  /** The key whose value is being read. */
  key: string;
}

/** Goes over a text that is known to be JSON: a string after `{`, or after `,` in an object, is a key. */
function refuseTwice(json: string, path: string): void {
  const levels: Level[] = [];
  let keyMayCome = false;
  for (let at = 0; at < json.length; at++) {
    const level = levels.at(-1);
    switch (json[at]) {
      case '{':
      case '[':
        keyMayCome = json[at] === '{';
        levels.push({ keys: keyMayCome ? new Map() : undefined, key: '' });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        keyMayCome = level?.keys !== undefined;
        break;
      case '"': {
        const end = endOfString(json, at);
        if (keyMayCome && level?.keys !== undefined) {
          const key = JSON.parse(json.slice(at, end + 1)) as string;
          const first = level.keys.get(key);
          if (first !== undefined) throw twice(json, path, [...levels], key, first, at);
          level.keys.set(key, at);
          level.key = key;
        }
        keyMayCome = false;
        at = end;
        break;
      }
      default:
    }
  }
}

/** Offset of the quote that ends the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function twice(
  json: string,
  path: string,
  levels: readonly Level[],
  key: string,
  first: number,
  second: number,
): UsageError {
  const line = (offset: number): number => json.slice(0, offset).split('\n').length;
  const inside = levels
    .slice(0, -1)
    .map((level) => level.key)
    .filter((name) => name !== '');
  const where = [...inside, key].join('.');
  const [one, other] = [line(first), line(second)];
  return new UsageError(
    `${path}: "${where}" stands twice, ` +
      (one === other ? `both times in line ${one}. ` : `in lines ${one} and ${other}. `) +
      'Only one of them could count: remove the other.',
  );
}
