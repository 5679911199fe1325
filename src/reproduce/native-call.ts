import type { NativeCallShape } from '../core/call-shape.js';
import { UsageError } from '../core/errors.js';
import { InvalidFree } from '../core/request-kind.js';
import type { Act } from './reproduction.js';

/** What a native function is given, in order; words are filled in by a language's printer. */
export type NativeArgument =
  | { readonly kind: 'handle' | 'start' | 'null' | 'oldSize' | 'out' }
  | { readonly kind: 'number'; readonly value: bigint }
  /** An address beside the block's start. */
  | { readonly kind: 'startPlus'; readonly distance: bigint };

/** One call of a native subject: the symbol and its arguments. */
export interface NativeCall {
  readonly role: string;
  readonly symbol: string;
  readonly args: readonly NativeArgument[];
}

const number = (value: bigint): NativeArgument => ({ kind: 'number', value });
const start: NativeArgument = { kind: 'start' };

/**
 * The call that an act stands for, as the driver makes it.
 *
 * @throws UsageError where the subject has no function for it.
 */
export function nativeCall(shape: NativeCallShape, act: Act): NativeCall {
  const { role, args } = plainCall(shape, act);
  const symbol = shape.functions[role];
  if (symbol === undefined) {
    throw new UsageError(`step ${act.step}, ${act.text}: the subject has no function for ${role}`);
  }
  const withHandle = shape.convention === 'handle' && role !== 'init' && role !== 'reset';
  return { role, symbol, args: withHandle ? [{ kind: 'handle' }, ...args] : args };
}

interface PlainCall {
  readonly role: string;
  readonly args: readonly NativeArgument[];
}

function plainCall({ convention, functions }: NativeCallShape, act: Act): PlainCall {
  const layout = convention === 'layout';
  const { size, second } = act;
  const align = number(act.align);
  switch (act.kind) {
    case 'alloc':
    case 'fill':
      return allocCall(act, layout, functions);
    case 'badAlign':
      return allocCall({ ...act, align: second }, layout, functions);
    case 'allocZeroed':
      return { role: 'allocZeroed', args: layout ? [number(size), align] : [number(size)] };
    case 'allocArray':
      return { role: 'allocArray', args: [number(second), number(size)] };
    case 'realloc': {
      const old: NativeArgument = ofNull(act) ? { kind: 'null' } : start;
      const args = layout
        ? [old, { kind: 'oldSize' } as const, number(size), align]
        : [old, number(size)];
      return { role: 'realloc', args };
    }
    case 'reallocArray':
      return {
        role: 'reallocArray',
        args: [ofNull(act) ? { kind: 'null' } : start, number(second), number(size)],
      };
    case 'dealloc':
    case 'drain':
      return { role: 'dealloc', args: layout ? [start, { kind: 'oldSize' }, align] : [start] };
    case 'deallocNull':
      return { role: 'dealloc', args: [{ kind: 'null' }] };
    case 'deallocInvalid':
      return invalidFree(act, layout);
    case 'usable':
      return { role: 'usable', args: [start] };
    default:
      throw new UsageError(
        `step ${act.step}, ${act.text}: a program alone cannot make this request; ` +
          'replay it with allocert.',
      );
  }
}

/** A realloc whose block it names itself. */
export const ofNull = ({ text }: Act): boolean => /realloc(?:Array)?\(null/.test(text);

function allocCall(act: Act, layout: boolean, functions: NativeCallShape['functions']): PlainCall {
  const [size, align] = [number(act.size), number(act.align)];
  switch (act.entry) {
    case 'posix_memalign':
      if (functions['posixMemalign'] === undefined) break;
      return { role: 'posixMemalign', args: [{ kind: 'out' }, align, size] };
    case 'aligned_alloc':
      if (functions['alignedAlloc'] === undefined) break;
      return { role: 'alignedAlloc', args: [align, size] };
    case 'memalign':
      if (functions['memalign'] === undefined) break;
      return { role: 'memalign', args: [align, size] };
    default:
  }
  return { role: 'alloc', args: layout ? [size, align] : [size] };
}

function invalidFree(act: Act, layout: boolean): PlainCall {
  const code = Number(act.second);
  if (code === InvalidFree.foreign) {
    throw new UsageError(
      `step ${act.step}, ${act.text}: the free of a foreign address is for allocert only; its ` +
        'address depends on where the region lies.',
    );
  }
  const address: NativeArgument =
    code === InvalidFree.interior ? { kind: 'startPlus', distance: act.size } : start;
  if (!layout) return { role: 'dealloc', args: [address] };
  const size: NativeArgument =
    code === InvalidFree.wrongSize ? number(act.bytes) : { kind: 'oldSize' };
  return { role: 'dealloc', args: [address, size, number(act.align)] };
}

/** Whether an act is one call with an answer; reset and growth are more than that. */
export const usesCall = ({ kind }: Act): boolean =>
  kind !== 'reset' && kind !== 'extend' && kind !== 'append' && kind !== 'resize';

/** The subject's own reset; where it has none, init over the same region is one. */
export const roleReset = ({ functions }: NativeCallShape): string | undefined => functions['reset'];

/** Whether a request is sent only while its block is live. */
export function speaksOf(act: Act): boolean {
  const names = ['realloc', 'reallocArray', 'dealloc', 'drain', 'usable', 'resizeInPlace'];
  return act.block !== undefined && names.includes(act.kind) && !ofNull(act);
}
