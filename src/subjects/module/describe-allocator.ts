import { SubjectError } from '../../core/errors.js';
import type { RequestKindName } from '../../core/request-kind.js';
import type { Allocator } from '../module-port.js';
import { nameOf } from './module-instance.js';

type FunctionName = Exclude<keyof Allocator, 'memory' | 'sizeBits' | 'takesAlignment'>;

/** Which request kinds each function of the port can take; `alloc` alone is obligatory. */
const kindsOf: Readonly<Record<FunctionName, readonly RequestKindName[]>> = {
  alloc: ['alloc', 'badAlign', 'fill'],
  allocZeroed: ['allocZeroed'],
  allocArray: ['allocArray'],
  realloc: ['realloc'],
  reallocArray: ['reallocArray'],
  resizeInPlace: ['resizeInPlace'],
  dealloc: ['dealloc', 'deallocInvalid', 'drain'],
  deallocNull: ['deallocNull'],
  usableSize: ['usable'],
  reset: ['reset'],
  renew: [],
  extend: ['extend'],
  append: ['append'],
  resize: ['resize'],
  region: [],
  footprint: [],
};

const functionNames = Object.keys(kindsOf) as readonly FunctionName[];

/** What an allocator of a module can do, by the functions that it has. */
export interface AllocatorShape {
  readonly functions: readonly FunctionName[];
  readonly kinds: readonly RequestKindName[];
  readonly sizeBits: 32 | 53;
  readonly takesAlignment: boolean;
}

/**
 * Looks at an allocator without calling it.
 *
 * @throws SubjectError if it is no object, lacks `alloc`, or has something else under the name of a
 *   function of the port; `what` names it in the message
 */
export function describeAllocator(value: unknown, what: string): AllocatorShape {
  if (typeof value !== 'object' || value === null) {
    throw new SubjectError(
      `${what} must be an object with a function alloc(size, align), is ${nameOf(value)}`,
    );
  }
  if (value instanceof Promise) {
    throw new SubjectError(`${what} is a promise; export the allocator itself: \`await\` it first`);
  }
  const members = value as Readonly<Partial<Record<FunctionName, unknown>>>;
  const functions = functionNames.filter((name) => members[name] !== undefined);
  const wrong = functions.find((name) => typeof members[name] !== 'function');
  if (wrong !== undefined) {
    throw new SubjectError(`${what}: ${wrong} must be a function, is ${nameOf(members[wrong])}`);
  }
  if (!functions.includes('alloc')) {
    const has = Object.keys(value).join(', ');
    throw new SubjectError(
      `${what} has no function alloc(size, align)${has === '' ? '' : `; it has: ${has}`}. ` +
        'An adapter of a few lines gives the functions the names that allocert calls.',
    );
  }
  const { sizeBits, takesAlignment } = sizesOf(value, what);
  const kinds = functions
    .flatMap((name) => kindsOf[name])
    .filter((kind) => takesAlignment || kind !== 'badAlign');
  return { functions, kinds, sizeBits, takesAlignment };
}

/** What the allocator declares of its arguments, or what its `alloc` shows of them. */
function sizesOf(value: object, what: string): Pick<AllocatorShape, 'sizeBits' | 'takesAlignment'> {
  const { alloc, sizeBits = 53, takesAlignment } = value as Readonly<Record<string, unknown>>;
  if (sizeBits !== 32 && sizeBits !== 53) {
    throw new SubjectError(`${what}: sizeBits must be 32 or 53, is ${String(sizeBits)}`);
  }
  if (takesAlignment !== undefined && typeof takesAlignment !== 'boolean') {
    throw new SubjectError(
      `${what}: takesAlignment must be true or false, is ${nameOf(takesAlignment)}`,
    );
  }
  const declared = (alloc as (...args: never) => unknown).length;
  return { sizeBits, takesAlignment: takesAlignment ?? declared >= 2 };
}
