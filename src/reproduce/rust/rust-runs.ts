import type { NativeCallShape } from '../../core/call-shape.js';
import {
  lengthAfter,
  nativeCall,
  speaksOf,
  type NativeArgument,
  type NativeCall,
} from '../native-call.js';
import type { Act, Reproduction } from '../reproduction.js';
import type { RustCallee } from './rust-callee.js';

/** The requests in order. */
export function rustRuns(
  { runs }: Reproduction,
  shape: NativeCallShape,
  callee: RustCallee,
): string {
  const lines = runs.flatMap((run) => run.acts).flatMap((act) => linesOf(act, shape, callee));
  return `unsafe fn run(heap: &mut Heap) {\n${lines.map((line) => `    ${line}`).join('\n')}\n}\n`;
}

function linesOf(act: Act, shape: NativeCallShape, callee: RustCallee): string[] {
  const comment = `// ${act.text}`;
  if (act.kind === 'reset') return [comment, `begin(${act.step});`, 'reset(heap);'];
  const body = callLines(act, nativeCall(shape, act), callee);
  const dies = act.expected.kind === 'death' ? ['must_have_died();'] : [];
  const may = dies.length > 0 ? ['may_die();'] : [];
  const lines = [`begin(${act.step});`, ...may, ...body, ...dies];
  if (!speaksOf(act)) return [comment, ...lines];
  return [
    comment,
    `if heap.blocks[${act.block ?? ''}].live {`,
    ...lines.map((line) => `    ${line}`),
    '}',
  ];
}

function callLines(act: Act, call: NativeCall, callee: RustCallee): string[] {
  const name = act.block ?? '';
  const args = call.args.map((arg) => argument(arg)).join(', ');
  const text = `${callee.of(call.symbol, 'heap.subject')}(${args})`;
  switch (act.kind) {
    case 'dealloc':
    case 'drain':
      return [`let block = released(heap, ${name});`, `${text};`, 'intact(heap);'];
    case 'deallocNull':
      return [`${text};`, 'intact(heap);'];
    case 'deallocInvalid': {
      const before = name === '' ? [] : [`let block = heap.blocks[${name}];`];
      const free = act.expected.kind === 'rejected' ? [`must_be_rejected(${text});`] : [`${text};`];
      return [...before, ...free, 'intact(heap);'];
    }
    case 'extend':
    case 'append':
    case 'resize': {
      const gap = act.kind === 'append' ? act.second : 0n;
      const refused = call.role === 'append' && call.args.length === 3 ? '.is_null()' : ' == 0';
      return [
        `let bytes = ${lengthAfter(act, 'heap.region.pool.bytes')};`,
        `if heap.region.offer(bytes, ${gap}) {`,
        `    let answer = ${text};`,
        `    heap.region.moved(!(answer${refused}), bytes, ${gap});`,
        '}',
        'intact(heap);',
      ];
    }
    case 'usable':
      return [
        `let block = heap.blocks[${name}];`,
        `let length = ${text};`,
        `usable(heap, ${name}, length);`,
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
          `let error = ${text};`,
          'let answer = if error == 0 { out } else { REFUSED };',
        ]
      : [
          ...(expected.kind === 'tellsError' ? ['*__errno_location() = 0;'] : []),
          `let answer = ${text};`,
        ];
  const before = speaksOf(act) ? [`let block = heap.blocks[${name}];`] : [];
  if (expected.kind === 'refused') {
    return [...before, ...asks, `refused(answer, ${JSON.stringify(expected.because)});`];
  }
  const checks =
    expected.kind === 'granted'
      ? [`granted(answer, ${JSON.stringify(expected.because)});`]
      : expected.kind === 'at'
        ? [`granted_at(heap, answer, ${expected.offset});`]
        : expected.kind === 'tellsError'
          ? [errorLine(expected)]
          : [];
  const flags = [...(act.isZeroed ? ['ZEROED'] : []), ...(act.isFilled ? [] : ['UNFILLED'])];
  const helper = speaksOf(act) ? 'regrant' : 'grant';
  const rest = `${act.bytes}, ${act.mustAlign}, ${flags.join(' | ') || '0'}`;
  return [...before, ...asks, ...checks, `${helper}(heap, ${name}, answer, ${rest});`];
}

/** The error of a refusal, whose numbers are those of Linux. */
function errorLine({ channel, error }: Act['expected'] & { kind: 'tellsError' }): string {
  if (channel === 'errno') return 'tells_error(answer, *__errno_location(), "", 0);';
  const number = error === 'EINVAL' ? 22 : error === 'ENOMEM' ? 12 : 0;
  return `tells_error(answer, error, ${JSON.stringify(error === 'any' ? '' : error)}, ${number});`;
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
      return `block.start.wrapping_offset(${arg.distance})`;
    case 'oldSize':
      return 'block.size';
    case 'oldSizePlus':
      return `block.size.wrapping_add_signed(${arg.distance})`;
    case 'basePlus':
      return `heap.region.bounds(&heap.subject).0.wrapping_add_signed(${arg.distance}) as *mut u8`;
    case 'endPlus':
      return `(heap.region.pool.end() + ${arg.distance}) as *mut u8`;
    case 'out':
      return '&mut out';
    case 'number':
      return arg.value.toString();
  }
}
