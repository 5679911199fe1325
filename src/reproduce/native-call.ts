import type { NativeCallShape } from '../core/call-shape.js';
import { UsageError } from '../core/errors.js';
import { InvalidFree } from '../core/request-kind.js';
import type { Act } from './reproduction.js';

/** What a native function is given, in order; words are filled in by a language's printer. */
export type NativeArgument =
  | { readonly kind: 'handle' | 'start' | 'null' | 'oldSize' | 'out' }
  | { readonly kind: 'number'; readonly value: bigint }
  /** An address beside the block's start. */
  | { readonly kind: 'startPlus'; readonly distance: bigint }
  /** The block's size, with so many bytes more or less. */
  | { readonly kind: 'oldSizePlus'; readonly distance: bigint }
  /** An address counted from the region's base, or behind the end of the pool. */
  | { readonly kind: 'basePlus' | 'endPlus'; readonly distance: bigint };

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
  return { role, symbol, args: takesHandle(shape, role) ? [{ kind: 'handle' }, ...args] : args };
}

/** Whether a function is given the handle that init answered; tlsf_block_size is not. */
export const takesHandle = ({ convention }: NativeCallShape, role: string): boolean =>
  convention === 'handle' && role !== 'init' && role !== 'usable';

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
      const old: NativeArgument = act.ofNull ? { kind: 'null' } : start;
      const args = layout
        ? [old, { kind: 'oldSize' } as const, number(size), align]
        : [old, number(size)];
      return { role: 'realloc', args };
    }
    case 'reallocArray':
      return {
        role: 'reallocArray',
        args: [act.ofNull ? { kind: 'null' } : start, number(second), number(size)],
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
    case 'extend':
    case 'resize':
      return { role: act.kind, args: [number(size)] };
    case 'append': {
      // A handle's further piece is named by its address.
      const piece: NativeArgument =
        convention === 'handle' ? { kind: 'endPlus', distance: second } : number(second);
      return { role: 'append', args: [piece, number(size)] };
    }
    default:
      throw new UsageError(
        `step ${act.step}, ${act.text}: a program alone cannot make this request; ` +
          'replay it with allocert.',
      );
  }
}

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

function invalidFree({ size, second, align, block }: Act, layout: boolean): PlainCall {
  const mode = Number(second);
  const address: NativeArgument =
    mode === InvalidFree.foreign && block === undefined
      ? { kind: 'basePlus', distance: size }
      : mode === InvalidFree.foreign || mode === InvalidFree.interior
        ? { kind: 'startPlus', distance: size }
        : start;
  if (!layout) return { role: 'dealloc', args: [address] };
  const told: NativeArgument =
    mode === InvalidFree.foreign
      ? number(FOREIGN_BYTES)
      : mode === InvalidFree.interior
        ? { kind: 'oldSizePlus', distance: -size }
        : mode === InvalidFree.wrongSize
          ? { kind: 'oldSizePlus', distance: size }
          : { kind: 'oldSize' };
  return { role: 'dealloc', args: [address, told, number(align)] };
}

/** The size that is told with an address that was never granted; as the executor does. */
const FOREIGN_BYTES = 16n;

/** Whether a request moves the end of a given pool. */
export const movesEnd = ({ kind }: Act): boolean =>
  kind === 'extend' || kind === 'append' || kind === 'resize';

/** How long a given pool is after such a request, as an expression of its length before. */
export function lengthAfter({ kind, size, second }: Act, before: string): string {
  if (kind === 'resize') return `${size}`;
  return `${before} + ${kind === 'append' ? second + size : size}`;
}

/** The subject's own reset; where it has none, init over the same region is one. */
export const roleReset = ({ functions }: NativeCallShape): string | undefined => functions['reset'];

/** Whether a request is sent only while its block is live. */
export function speaksOf(act: Act): boolean {
  const names = ['realloc', 'reallocArray', 'dealloc', 'drain', 'usable', 'resizeInPlace'];
  return act.block !== undefined && names.includes(act.kind) && !act.ofNull;
}
