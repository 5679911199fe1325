import type { NativeCallShape } from '../../core/call-shape.js';
import { nativeCall, speaksOf, type NativeArgument, type NativeCall } from '../native-call.js';
import type { Act, Reproduction } from '../reproduction.js';

/** The requests in order. */
export function rustRuns({ runs }: Reproduction, shape: NativeCallShape): string {
  const lines = runs.flatMap((run) => run.acts).flatMap((act) => linesOf(act, shape));
  return `unsafe fn run(heap: &mut Heap) {\n${lines.map((line) => `    ${line}`).join('\n')}\n}\n`;
}

function linesOf(act: Act, shape: NativeCallShape): string[] {
  const comment = `// ${act.text}`;
  if (act.kind === 'reset') return [comment, `begin(${act.step});`, 'reset(heap);'];
  const body = callLines(act, nativeCall(shape, act));
  const dies = act.expected.kind === 'death' ? ['wrong("must end the process and does not");'] : [];
  const may = dies.length > 0 ? ['MAY_DIE.store(1, Ordering::SeqCst);'] : [];
  const lines = [`begin(${act.step});`, ...may, ...body, ...dies];
  if (!speaksOf(act)) return [comment, ...lines];
  return [
    comment,
    `if heap.blocks[${act.block ?? ''}].live {`,
    ...lines.map((line) => `    ${line}`),
    '}',
  ];
}

function callLines(act: Act, call: NativeCall): string[] {
  const name = act.block ?? '';
  const args = call.args.map((arg) => argument(arg)).join(', ');
  const text = `(heap.subject.${call.symbol})(${args})`;
  switch (act.kind) {
    case 'dealloc':
    case 'drain':
      return [`let block = heap.released(${name});`, `${text};`, 'heap.intact();'];
    case 'deallocNull':
      return [`${text};`, 'heap.intact();'];
    case 'deallocInvalid':
      return [`let block = heap.blocks[${name}];`, `${text};`, 'heap.intact();'];
    case 'usable':
      return [
        `let block = heap.blocks[${name}];`,
        `let length = ${text};`,
        `heap.usable(${name}, length);`,
      ];
    default:
      return grantLines(act, call, text);
  }
}

function grantLines(act: Act, call: NativeCall, text: string): string[] {
  const name = act.block ?? '';
  const { expected } = act;
  const asks =
    call.role === 'posixMemalign'
      ? [
          'let mut out = std::ptr::null_mut();',
          `let answer = if ${text} == 0 { out } else { REFUSED };`,
        ]
      : [`let answer = ${text};`];
  const before = speaksOf(act) ? [`let block = heap.blocks[${name}];`] : [];
  if (expected.kind === 'refused') {
    return [...before, ...asks, `refused(answer, ${JSON.stringify(expected.because)});`];
  }
  const checks =
    expected.kind === 'granted'
      ? [`granted(answer, ${JSON.stringify(expected.because)});`]
      : expected.kind === 'at'
        ? [`heap.granted_at(answer, ${expected.offset});`]
        : [];
  const flags = [...(act.isZeroed ? ['ZEROED'] : []), ...(act.isFilled ? [] : ['UNFILLED'])];
  const helper = speaksOf(act) ? 'regrant' : 'grant';
  const rest = `${act.bytes}, ${act.mustAlign}, ${flags.join(' | ') || '0'}`;
  return [...before, ...asks, ...checks, `heap.${helper}(${name}, answer, ${rest});`];
}

function argument(arg: NativeArgument): string {
  switch (arg.kind) {
    case 'handle':
      return 'heap.subject.handle';
    case 'null':
      return 'std::ptr::null_mut()';
    case 'start':
      return 'block.start';
    case 'startPlus':
      return `block.start.wrapping_add(${arg.distance})`;
    case 'oldSize':
      return 'block.size';
    case 'out':
      return '&mut out';
    case 'number':
      return arg.value.toString();
  }
}
