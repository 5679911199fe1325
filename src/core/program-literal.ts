import { allocationName } from './allocation-name.js';
import { entryPointNames } from './entry-point.js';
import { ToolBugError } from './errors.js';
import { requestsOf, type Program } from './program.js';
import { printQuantity } from './quantity-literal.js';
import type { Request } from './request.js';
import {
  DRAIN_ROUNDS,
  DrainOrder,
  InvalidFree,
  RequestKind,
  drainOrderNames,
  invalidFreeNames,
  codesThat,
} from './request-kind.js';
import { printWorld } from './world-literal.js';

/** The first word of every program literal; the number changes with the grammar only. */
export const programLiteralVersion = 'allocert/1';

/**
 * A program as one line (S37), for example
 * `allocert/1 {region=1024} A=alloc(32,8) realloc(A,64) free(A)`; `parseProgram` reads it back.
 *
 * Words that a kind has no use for are not printed: they must be zero, as every generator leaves
 * them. @throws ToolBugError where a request names one that produces no allocation.
 */
export function printProgram(program: Program): string {
  const names = new Map<number, string>();
  const parts = [programLiteralVersion];
  const world = printWorld(program.world);
  if (world !== '') parts.push(world);
  requestsOf(program).forEach((request, index) => {
    const text = printPrefixes(request) + printCall(request, index, names);
    if (!producesAllocation(request.kind, request.reference)) return void parts.push(text);
    const name = allocationName(names.size);
    names.set(index, name);
    parts.push(`${name}=${text}`);
  });
  return parts.join(' ');
}

const makesBlock = codesThat('makesBlock');
const isMacro = codesThat('isMacro');
const moves = codesThat('moves');

/** Whether later requests can name this one: grants, and a realloc of null. */
export function producesAllocation(kind: number, reference: number): boolean {
  return (makesBlock.has(kind) && !isMacro.has(kind)) || (reference < 0 && moves.has(kind));
}

function printPrefixes(request: Request): string {
  const thread = request.thread === 0 ? '' : `@${request.thread}:`;
  return thread + (request.entry === 0 ? '' : `${entryPointNames[request.entry]}:`);
}

function printCall(request: Request, index: number, names: ReadonlyMap<number, string>): string {
  const size = printQuantity(request.size, request.second);
  const second = (): string => printQuantity(request.second);
  const align = request.alignLog2 === 0 ? '' : `,${2 ** request.alignLog2}`;
  const name = (): string => nameOf(request, index, names);
  switch (request.kind) {
    case RequestKind.alloc:
      return `alloc(${size}${align})`;
    case RequestKind.allocZeroed:
      return `allocZeroed(${size}${align})`;
    case RequestKind.allocArray:
      return `allocArray(${second()},${size}${align})`;
    case RequestKind.realloc:
      return `realloc(${request.reference < 0 ? 'null' : name()},${size}${align})`;
    case RequestKind.reallocArray:
      return `reallocArray(${request.reference < 0 ? 'null' : name()},${second()},${size}${align})`;
    case RequestKind.resizeInPlace:
      return `resizeInPlace(${name()},${size}${align})`;
    case RequestKind.dealloc:
      return `free(${name()})`;
    case RequestKind.deallocNull:
      return 'free(null)';
    case RequestKind.deallocInvalid:
      return printInvalidFree(request, name);
    case RequestKind.usable:
      return `usable(${name()})`;
    case RequestKind.reset:
      return 'reset';
    case RequestKind.extend:
      return `extend(${size})`;
    case RequestKind.append:
      return `append(${second()},${size})`;
    case RequestKind.resize:
      return `resize(${size})`;
    case RequestKind.badAlign:
      return `badAlign(${size},${second()})`;
    case RequestKind.fill:
      return `fill(${size},${2 ** request.alignLog2},${second()})`;
    case RequestKind.drain:
      if (request.size.offset === DRAIN_ROUNDS) return `drain(rounds:${request.second.offset})`;
      return request.size.offset === DrainOrder.random
        ? `drain(random:${request.second.offset})`
        : `drain(${drainOrderNames[request.size.offset]})`;
    case RequestKind.init:
      throw new ToolBugError(`request ${index} is init, which is step 0 and never a request`);
  }
}

function printInvalidFree(request: Request, name: () => string): string {
  const code = request.second.offset;
  const kind = invalidFreeNames[code];
  const distance = `${request.size.offset < 0 ? '' : '+'}${request.size.offset}`;
  if (code === InvalidFree.foreign && request.reference < 0)
    return `freeInvalid(${kind},${distance})`;
  if (code === InvalidFree.twice) return `freeInvalid(${kind},${name()})`;
  return `freeInvalid(${kind},${name()},${distance})`;
}

function nameOf(request: Request, index: number, names: ReadonlyMap<number, string>): string {
  const name = names.get(request.reference);
  if (name === undefined) {
    throw new ToolBugError(
      `request ${index} names request ${request.reference}, which produces no allocation before it`,
    );
  }
  return name;
}
