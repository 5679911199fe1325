import { UsageError } from '../../core/errors.js';
import { InvalidFree } from '../../core/request-kind.js';
import type { Act, Reproduction, Run } from '../reproduction.js';

/** The requests in order, and what starts them. */
export function typescriptActs(reproduction: Reproduction): string {
  const { runs, world } = reproduction;
  const resets = '  reset();\n'.repeat(world.resets);
  const functions = runs.map((run, index) => {
    const purpose = run.purpose === '' ? '' : `/** ${run.purpose} */\n`;
    const start = `  forget();\n  begin();\n  intact();\n${resets}`;
    return `${purpose}function run${index + 1}(): void {\n${start}${bodyOf(run, reproduction)}\n}\n`;
  });
  const calls = runs.map(({ isPremise }, index) => `isPremise = ${isPremise};\nrun${index + 1}();`);
  return [
    helpers(reproduction),
    ...functions,
    ...calls,
    "say('the violation does not show');",
    '',
  ].join('\n');
}

function helpers({ runs, world }: Reproduction): string {
  const acts = runs.flatMap((run) => run.acts);
  const parts = ['function forget(): void {\n  for (const one of blocks) one.live = false;\n}'];
  if (world.resets > 0 || acts.some(({ kind }) => kind === 'reset')) {
    parts.push(`function reset(): void {
  intact();
  allocator.reset();
  forget();
}`);
  }
  if (acts.some(({ expected }) => expected.kind === 'kept')) {
    parts.push(`let theKept: number | undefined;
const offsetOf = (answer: any): number => (isGranted(answer) ? answer - region().base : -1);
function kept(answer: any): any {
  theKept = offsetOf(answer);
  return answer;
}
function asKept(answer: any): any {
  if (offsetOf(answer) !== theKept) {
    wrong(\`answered offset \${offsetOf(answer)}, but \${theKept} before (-1 is a refusal)\`);
  }
  return answer;
}`);
  }
  if (acts.some(({ expected }) => expected.kind === 'at')) {
    parts.push(`function grantedAt(answer: any, offset: number): any {
  const at = isGranted(answer) ? answer - region().base : offset;
  if (at !== offset) wrong(\`granted at offset \${at}, but must be at \${offset}\`);
  return answer;
}`);
  }
  return `${parts.join('\n')}\n`;
}

function bodyOf(run: Run, reproduction: Reproduction): string {
  const lines = run.acts.flatMap((act) => linesOf(act, reproduction));
  const text = lines.map((line) => `  ${line}`).join('\n');
  if (run.rounds === 1) return text;
  return `  for (let round = 1; round <= ${run.rounds}; round++) {
${text.replaceAll(/^/gm, '  ')}
    if (round > ${run.rounds - run.rounds / 4} && footprint() > ${run.mostFootprintBytes ?? 0n}) {
      wrong(\`holds \${footprint()} bytes after \${round} rounds, more than ${run.mostFootprintBytes ?? 0n}\`);
    }
  }`;
}

function linesOf(act: Act, { calls }: Reproduction): string[] {
  const { expected } = act;
  const lines = actLines(act, calls.kind === 'wasm');
  if (expected.kind !== 'footprint') return lines;
  return [
    ...lines,
    `if (footprint() > ${expected.mostBytes}) wrong(\`holds \${footprint()} bytes, more than ${expected.mostBytes}\`);`,
  ];
}

function actLines(act: Act, isWasm: boolean): string[] {
  const name = act.block ?? '';
  const asked = (call: string): string =>
    `ask(${act.step}, ${JSON.stringify(act.text)}, () => ${call})`;
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
  isWasm && /^(?:aligned_alloc|memalign|posix_memalign)$/.test(entry) ? entry : 'alloc';

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
  expected.kind === 'rejected'
    ? `if (${call} !== false) wrong('accepted, but must be rejected');`
    : `${call};`;

function invalidArguments({ block, second, size, align }: Act): string {
  const name = block ?? '';
  switch (Number(second)) {
    case InvalidFree.foreign:
      return `region().base + ${size}, 16, 1`;
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
      return `${asked(`grow(pool.end() + ${size}, () => allocator.extend(${size}))`)};`;
    case 'append':
      return `${asked(`grow(pool.end() + ${second} + ${size}, () => allocator.append(${second}, ${size}))`)};`;
    default:
      return `${asked(`grow(pool.base + ${size}, () => allocator.resize(${size}))`)};`;
  }
}
