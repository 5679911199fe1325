import type { NativeCallShape } from '../../core/call-shape.js';
import {
  lengthAfter,
  nativeCall,
  speaksOf,
  type NativeArgument,
  type NativeCall,
} from '../native-call.js';
import type { Act, Reproduction, Run } from '../reproduction.js';
import { regionKind } from '../region-kind.js';
import { cName } from './c-subject.js';

/** The requests in order, a function for each run. */
export function cRuns({ runs }: Reproduction, shape: NativeCallShape): string {
  return runs
    .map((run, index) => {
      const purpose = run.purpose === '' ? '' : `/* ${run.purpose} */\n`;
      const begin = `  begin_run(${regionKind(shape) === 'own' ? '' : placeText(run)});\n`;
      return `${purpose}static void run_${index + 1}(void) {\n${begin}${bodyOf(run, shape)}\n}\n`;
    })
    .join('\n');
}

const placeText = ({ place }: Run): string => `0x${place.toString(16)}`;

function bodyOf(run: Run, shape: NativeCallShape): string {
  const lines = run.acts.flatMap((act) => linesOf(act, shape)).map((line) => `  ${line}`);
  if (run.rounds === 1) return lines.join('\n');
  const most = `${run.mostFootprintBytes ?? 0n}u`;
  const inner = lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
  return `  for (int round = 1; round <= ${run.rounds}; round++) {
${inner}
    if (round > ${run.rounds - run.rounds / 4}) footprint_within(${most});
  }`;
}

/** One request: what it is called, the call, and what is required of the answer. */
function linesOf(act: Act, shape: NativeCallShape): string[] {
  const text = JSON.stringify(act.text);
  if (act.kind === 'reset') return [`begin(${act.step}, ${text});`, 'reset();'];
  const call = nativeCall(shape, act);
  const body = callLines(act, call);
  const dies = act.expected.kind === 'death' ? ['must_die();'] : [];
  const after =
    act.expected.kind === 'footprint' ? [`footprint_within(${act.expected.mostBytes}u);`] : [];
  const lines = [...(dies.length > 0 ? ['may_die = 1;'] : []), ...body, ...dies, ...after];
  const [first] = lines;
  const needsBlock = speaksOf(act);
  const head = needsBlock
    ? `if (begin_with(${act.step}, ${text}, &${act.block ?? ''}))`
    : `begin(${act.step}, ${text});`;
  if (!needsBlock) return [head, ...lines];
  return lines.length === 1
    ? [head, `  ${first}`]
    : [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
}

function callLines(act: Act, call: NativeCall): string[] {
  const name = act.block ?? '';
  const text = `${cName(call.symbol)}(${call.args.map((arg) => argument(arg, name)).join(', ')})`;
  switch (act.kind) {
    case 'dealloc':
    case 'drain':
      return [`${text.replace(`${name}.start`, `released(&${name})`)};`, 'intact();'];
    case 'deallocNull':
    case 'deallocInvalid':
      return act.expected.kind === 'rejected'
        ? [`must_be_rejected(${text});`, 'intact();']
        : [`${text};`, 'intact();'];
    case 'usable':
      return [`usable(&${name}, ${text});`];
    case 'extend':
    case 'append':
    case 'resize':
      return [
        `if (offer(${lengthAfter(act, 'pool_bytes')}, ${act.kind === 'append' ? act.second : 0})) moved(${text} != 0);`,
        'intact();',
      ];
    default:
      return call.role === 'posixMemalign'
        ? memalignLines(act, text, name)
        : [...beforeErrno(act), ...grantLines(act, text, name)];
  }
}

/** posix_memalign answers an error, and the address in `out`. */
function memalignLines(act: Act, text: string, name: string): string[] {
  const { expected } = act;
  if (expected.kind !== 'tellsError') {
    return ['void *out = NULL;', ...grantLines(act, `${text} == 0 ? out : NULL`, name)];
  }
  const must = expected.error === 'any' ? 'ANY_ERROR' : expected.error;
  return [
    'void *out = NULL;',
    `int error = ${text};`,
    ...grantLines(act, `answers_error(error, ${must}, out)`, name),
  ];
}

const beforeErrno = ({ expected }: Act): string[] =>
  expected.kind === 'tellsError' ? ['errno = 0;'] : [];

function grantLines(act: Act, call: string, name: string): string[] {
  const { expected } = act;
  if (expected.kind === 'refused')
    return [`refused(${call}, ${JSON.stringify(expected.because)});`];
  const answer =
    expected.kind === 'granted'
      ? `granted(${call}, ${JSON.stringify(expected.because)})`
      : expected.kind === 'at'
        ? `granted_at(${call}, ${expected.offset})`
        : expected.kind === 'tellsError' && expected.channel === 'errno'
          ? `sets_errno(${call})`
          : expected.kind === 'kept' || expected.kind === 'asKept'
            ? `${expected.kind === 'kept' ? 'kept' : 'as_kept'}(${call})`
            : call;
  const flags = [...(act.isZeroed ? ['ZEROED'] : []), ...(act.isFilled ? [] : ['UNFILLED'])];
  const helper = speaksOf(act) ? 'regrant' : 'grant';
  const rest = [cNumber(act.bytes), act.mustAlign.toString(), flags.join(' | ') || '0'];
  return [`${helper}(&${name}, ${answer}, ${rest.join(', ')});`];
}

function argument(arg: NativeArgument, block: string): string {
  switch (arg.kind) {
    case 'handle':
      return 'handle';
    case 'null':
      return 'NULL';
    case 'start':
      return `${block}.start`;
    case 'startPlus':
      return `${block}.start + ${arg.distance}`;
    case 'basePlus':
      return `region_base() + ${arg.distance}`;
    case 'oldSizePlus':
      return `${block}.size + ${arg.distance}`;
    case 'endPlus':
      return `pool + pool_bytes + ${arg.distance}`;
    case 'oldSize':
      return `${block}.size`;
    case 'out':
      return '&out';
    case 'number':
      return cNumber(arg.value);
  }
}

/** C takes a decimal constant above 2^63 for a mistake. */
export const cNumber = (value: bigint): string =>
  value < 2n ** 31n ? value.toString() : `${value}u${value < 2n ** 32n ? '' : 'll'}`;
