import type { Reproduction } from '../reproduction.js';
import { writtenEnds } from '../written-ends.js';

/**
 * The part of a TypeScript program that is the same for every violation: blocks with their contents,
 * and the checks that hold for every grant.
 */
export function typescriptSupport(reproduction: Reproduction): string {
  const { whole, edge } = writtenEnds(reproduction.world);
  const { blocks, uniqueZeroSize, reallocInPlace, reallocToZeroFrees } = reproduction;
  return `type Block = {
  name: string;
  number: number;
  generation: number;
  start: number;
  size: number;
  live: boolean;
  filled: boolean;
};
const block = (name: string, number: number): Block =>
  ({ name, number, generation: 0, start: 0, size: 0, live: false, filled: false });
${blocks.map(({ name, number }) => `const ${name} = block('${name}', ${number});`).join('\n')}
const blocks = [${blocks.map(({ name }) => name).join(', ')}];

let step = 0;
let request = 'init';
let isPremise = false;
function say(text: string): void {
  process.stderr.write(\`\${text}\\n\`);
}
/** A wrong answer ends the program: no step after it would say anything. */
function wrong(text: string): never {
  say(\`step \${step}, \${request}: \${text}\${isPremise ? '; so there is nothing to show' : ''}\`);
  process.exit(isPremise ? 0 : 1);
}
function cannot(text: string): never {
  say(\`cannot be tried: \${text}\`);
  process.exit(2);
}
function ask(number: number, text: string, call: () => any): any {
  step = number;
  request = text;
  try {
    return ${reproduction.hangs ? 'runInNewContext("call()", { call }, { timeout: 10_000 })' : 'call()'};
  } catch (error) {
    if ((error as any)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') wrong('does not come back');
    if (isLawfulTrap(error)) return null;
    wrong(\`throws \${String(error)}\`);
  }
}

/** Every byte depends on the block, its generation and its place, so that no copy goes unseen. */
function byteAt(one: Block, offset: number): number {
  let h = Math.imul(one.number + 1, 0x85ebca6b) ^ Math.imul(one.generation + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  const word = ((h ^ (h >>> 16)) + Math.imul(offset >>> 2, 0x9e3779b1)) | 0;
  return (word >>> ((offset & 3) * 8)) & 255;
}
/** Of a long block only its ends are written, as when the violation was found. */
function nextWritten(length: number, i: number): number {
  const edge = length <= ${whole} ? 0 : ${edge};
  const tail = length - edge - ((length - edge) % 4);
  return edge > 0 && i >= edge && i < tail ? tail : i;
}
function holdsItsBytes(one: Block, written: number, length: number, promise: string): void {
  const bytes = memory();
  if (bytes === undefined || !one.filled) return;
  for (let i = 0; i < length; i = nextWritten(written, i + 1)) {
    if (bytes[one.start + i] !== byteAt(one, i)) {
      wrong(\`byte \${i} of \${one.name} is \${bytes[one.start + i]} and must be \${byteAt(one, i)}: \${promise}\`);
    }
  }
}
/** No byte of a live block changes but by its owner, and none around the region. */
function intact(): void {
  for (const one of blocks) if (one.live) holdsItsBytes(one, one.size, one.size, 'nobody wrote to it');
  outsideUntouched();
}

const range = ({ start, size }: Block): string => \`[\${start}, \${start + size})\`;
function liesRight(one: Block, align: number): void {
  if (one.start % align !== 0) wrong(\`\${one.name} is at \${one.start}, no multiple of \${align}\`);
  const { base, end } = region();
  if (one.size > 0 && (one.start < base || one.start + one.size > end)) {
    wrong(\`\${one.name} is \${range(one)}, outside of the region [\${base}, \${end})\`);
  }
  for (const other of blocks) {
    if (other === one || !other.live) continue;
    ${
      uniqueZeroSize
        ? `// A block of size 0 has an address of its own.
    const touches = one.size === 0 || other.size === 0;
    const [size, length] = touches ? [one.size || 1, other.size || 1] : [one.size, other.size];`
        : 'const [size, length] = [one.size, other.size];'
    }
    if (size > 0 && length > 0 && one.start < other.start + length && other.start < one.start + size) {
      wrong(\`\${one.name} is \${range(one)} and overlaps \${other.name}, \${range(other)}\`);
    }
  }
}
function fill(one: Block, flags: Flags): void {
  const bytes = memory();
  one.filled = bytes !== undefined && one.size > 0 && flags.unfilled !== true;
  for (let i = 0; one.filled && i < one.size; i = nextWritten(one.size, i + 1)) bytes![one.start + i] = byteAt(one, i);
}

type Flags = { zeroed?: boolean; unfilled?: boolean };
/** Takes a block over from the subject; a refusal is lawful unless something else says so. */
function grant(one: Block, answer: any, size: number, align: number, flags: Flags = {}): void {
  if (isGranted(answer)) {
    Object.assign(one, { start: answer, size, generation: 0 });
    liesRight(one, align);
    const bytes = flags.zeroed === true && flags.unfilled !== true ? memory() : undefined;
    for (let i = 0; bytes !== undefined && i < size; i++) {
      if (bytes[one.start + i] !== 0) wrong(\`byte \${i} of \${one.name} is \${bytes[one.start + i]} and not zero\`);
    }
    one.live = true;
    fill(one, flags);
  }
  intact();
}
/** The same for a realloc, which keeps the shorter of both lengths; refused, it changes nothing. */
function regrant(one: Block, answer: any, size: number, align: number, flags: Flags = {}): void {
  if (isGranted(answer)) {
    const old = { ...one };
    Object.assign(one, { start: answer, size });
    liesRight(one, align);${
      reallocInPlace
        ? '\n    if (one.start !== old.start) wrong(`${one.name} has moved from ${old.start} to ${one.start}`);'
        : ''
    }
    holdsItsBytes(one, old.size, Math.min(old.size, size), 'realloc keeps it');
    one.generation++;
    fill(one, flags);
  }${reallocToZeroFrees ? ' else if (size === 0) one.live = false;' : ''}
  intact();
}
function isGranted(answer: any): boolean {
  if (answer === null || answer === undefined${refusingNumber(reproduction)}) return false;
  if (!Number.isSafeInteger(answer) || answer < 0) wrong(\`answers \${String(answer)}, which is no address\`);
  return true;
}
function usable(one: Block, length: number): void {
  if (length < one.size)
    wrong(\`\${length} bytes of \${one.name} are usable, fewer than the \${one.size} asked for\`);${
      reproduction.usableWritable
        ? `
  const asked = one.size;
  one.size = length;
  if (asked > 0) liesRight(one, 1);
  one.size = asked;`
        : ''
    }
}
function granted(answer: any, because: string): any {
  if (!isGranted(answer)) wrong(\`refused, but must be granted: \${because}\`);
  return answer;
}
function refused(answer: any, because: string): void {
  if (isGranted(answer)) wrong(\`granted at \${answer}, but must be refused: \${because}\`);
}
${outside(reproduction)}`;
}

/** A number that refuses beside null, for modules; a wasm answer has been turned to null before. */
function refusingNumber({ refusal, calls }: Reproduction): string {
  if (calls.kind === 'wasm') return '';
  return refusal === 'zero'
    ? ' || answer === 0'
    : refusal === 'minusOne'
      ? ' || answer === -1'
      : '';
}

/** Watched bytes and fresh ones around and in a region that the program gives. */
function outside({ calls, world }: Reproduction): string {
  const given =
    (calls.kind === 'module' && calls.takesPool) ||
    (calls.kind === 'wasm' && calls.calls['init'] !== undefined);
  if (!given) return 'function outsideUntouched(): void {}\n';
  const seed = world.fill.kind === 'noise' ? world.fill.seed + 1 : 0;
  const fresh =
    world.fill.kind === 'noise'
      ? `noiseByte(address, ${seed})`
      : world.fill.kind === 'ones'
        ? '255'
        : '0';
  return `
/** The same bytes that allocert puts there, so that what depends on them shows again. */
const noise = new Uint8Array(65_536);
{
  const words = new Uint32Array(noise.buffer);
  let state = 0x2545f491;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
}
const noiseByte = (address: number, seed: number): number =>
  noise[(address - pool.origin + ((Math.imul(seed, 0x9e3779b1) >>> 13) & 65_528)) & 65_535]!;
function watch(start: number, end: number): void {
  for (let at = start; at < end; at++) memory()![at] = noiseByte(at, 0);
}
function freshen(start: number, end: number): void {
  const bytes = memory()!;
  for (let address = start; address < end; address++) bytes[address] = ${fresh};
}
function makeRegion(): void {
  freshen(pool.base, pool.end());
  watch(pool.base - 128, pool.base);
  watch(pool.end(), pool.reserveEnd + 128);
}
function outsideUntouched(): void {
  const bytes = memory()!;
  for (const start of [pool.base - 128, pool.end()]) {
    for (let at = start; at < start + 128; at++) {
      if (bytes[at] === noiseByte(at, 0)) continue;
      wrong(\`the byte at offset \${at - pool.base} from the region's base has changed, outside of it\`);
    }
  }
}
/** The region becomes longer or shorter if the subject takes it so. */
function grow(end: number, call: () => any): void {
  if (end < pool.base || end > pool.reserveEnd) return;
  const before = pool.end();
  if (end > before) freshen(before, end);
  if (call() !== false) {
    poolEnd = end;
    if (end < before) watch(end, before);
  } else if (end > before) watch(before, end);
  intact();
}
`;
}
