import { UsageError } from '../../core/errors.js';
import { InvalidFree } from '../../core/request-kind.js';
import type { Act } from '../reproduction.js';

/**
 * One request of a TypeScript program: the call, and what is required of its answer.
 *
 * @throws UsageError for what a program alone cannot ask.
 */
export function actLines(act: Act, isWasm: boolean): string[] {
  const lines = requestLines(act, isWasm);
  const { expected } = act;
  return expected.kind === 'footprint'
    ? [...lines, `footprintWithin(${expected.mostBytes});`]
    : lines;
}

function requestLines(act: Act, isWasm: boolean): string[] {
  const name = act.block ?? '';
  const asked = (call: string): string =>
    `${act.expected.kind === 'death' ? 'askToDie' : 'ask'}(${act.step}, ${JSON.stringify(act.text)}, () => ${call})`;
  const guarded = (line: string): string => `if (${name}.live) ${line}`;
  const { size, second, align } = act;
  switch (act.kind) {
    case 'alloc':
    case 'fill':
      return [
        grantLine(act, 'grant', asked(`allocator.${entryName(act, isWasm)}(${size}, ${align})`)),
      ];
    case 'badAlign':
      return [
        grantLine(act, 'grant', asked(`allocator.${entryName(act, isWasm)}(${size}, ${second})`)),
      ];
    case 'allocZeroed':
      return [grantLine(act, 'grant', asked(`allocator.allocZeroed(${size}, ${align})`))];
    case 'allocArray':
      return [grantLine(act, 'grant', asked(`allocator.allocArray(${second}, ${size})`))];
    case 'realloc':
    case 'reallocArray': {
      const rest = act.kind === 'realloc' ? `${size}, ${align}` : `${second}, ${size}`;
      const none = isWasm ? '0' : 'null';
      if (act.ofNull)
        return [grantLine(act, 'grant', asked(`allocator.${act.kind}(${none}, 0, ${rest})`))];
      return [
        guarded(
          grantLine(
            act,
            'regrant',
            asked(`allocator.${act.kind}(${name}.start, ${name}.size, ${rest})`),
          ),
        ),
      ];
    }
    case 'resizeInPlace': {
      const call = asked(`allocator.resizeInPlace(${name}.start, ${name}.size, ${size}, ${align})`);
      return [guarded(`regrant(${name}, ${call} === true ? ${name}.start : null, ${size}, 1);`)];
    }
    case 'dealloc':
    case 'drain':
      return [
        `if (${name}.live) {`,
        `  ${name}.live = false;`,
        `  ${answered(act, asked(`allocator.dealloc(${name}.start, ${name}.size, ${align})`))}`,
        '  intact();',
        '}',
      ];
    case 'deallocNull':
      return [answered(act, asked('allocator.deallocNull()')), 'intact();'];
    case 'deallocInvalid':
      return [answered(act, asked(`allocator.dealloc(${invalidArguments(act)})`)), 'intact();'];
    case 'usable':
      return [guarded(`usable(${name}, ${asked(`allocator.usableSize(${name}.start)`)});`)];
    case 'reset':
      return [asked('reset()') + ';'];
    case 'extend':
    case 'append':
    case 'resize':
      if (isWasm) break;
      return [growLine(act, asked)];
    default:
  }
  throw new UsageError(
    `step ${act.step}, ${act.text}: a program alone cannot make this request; replay it with allocert.`,
  );
}

/** A wasm module has its aligning functions under their own names. */
const entryName = ({ entry }: Act, isWasm: boolean): string =>
  isWasm && aligningNames.has(entry) ? entry : 'alloc';

const aligningNames: ReadonlySet<string> = new Set(['aligned_alloc', 'memalign', 'posix_memalign']);

function grantLine(act: Act, helper: 'grant' | 'regrant', call: string): string {
  const { expected } = act;
  if (expected.kind === 'refused') return `refused(${call}, ${JSON.stringify(expected.because)});`;
  const answer =
    expected.kind === 'granted'
      ? `granted(${call}, ${JSON.stringify(expected.because)})`
      : expected.kind === 'at'
        ? `grantedAt(${call}, ${expected.offset})`
        : expected.kind === 'kept' || expected.kind === 'asKept'
          ? `${expected.kind}(${call})`
          : call;
  const flags = [
    ...(act.isZeroed ? ['zeroed: true'] : []),
    ...(act.isFilled ? [] : ['unfilled: true']),
  ];
  const last = flags.length === 0 ? '' : `, { ${flags.join(', ')} }`;
  return `${helper}(${act.block ?? ''}, ${answer}, ${act.bytes}, ${act.mustAlign}${last});`;
}

/** A free whose answer matters. */
const answered = ({ expected }: Act, call: string): string =>
  expected.kind === 'rejected' ? `mustBeRejected(${call});` : `${call};`;

function invalidArguments({ block, second, size, align }: Act): string {
  const name = block ?? '';
  switch (Number(second)) {
    case InvalidFree.foreign:
      return `${block === undefined ? 'region().base' : `${name}.start`} + ${size}, 16, 1`;
    case InvalidFree.interior:
      return `${name}.start + ${size}, ${name}.size - ${size}, 1`;
    case InvalidFree.wrongSize:
      return `${name}.start, ${name}.size + ${size}, ${align}`;
    default:
      return `${name}.start, ${name}.size, ${align}`;
  }
}

function growLine({ kind, size, second }: Act, asked: (call: string) => string): string {
  switch (kind) {
    case 'extend':
      return `${asked(`grow(pool.end + ${size}, () => allocator.extend(${size}))`)};`;
    case 'append':
      return `${asked(`grow(pool.end + ${second} + ${size}, () => allocator.append(${second}, ${size}))`)};`;
    default:
      return `${asked(`grow(pool.base + ${size}, () => allocator.resize(${size}))`)};`;
  }
}
