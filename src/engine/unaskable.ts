import { whyUnlawful } from '../contract/requests/why-unlawful.js';
import { decodeRequest, type Request } from '../core/request.js';
import {
  RequestKind,
  codesThat,
  invalidFreeNames,
  requestKindNames,
} from '../core/request-kind.js';
import type { Program } from '../core/program.js';
import { QuantityBase } from '../core/quantity.js';
import type { Session } from './session.js';

/**
 * Why a program cannot be put to the subject of a session, as one sentence: its world, or its first
 * request that may not be asked, and why. Undefined where all of it may.
 */
export function unaskable({ terms }: Pick<Session, 'terms'>, program: Program): string | undefined {
  const unlawful = whyUnlawful(terms, program);
  if (unlawful === undefined) return undefined;
  const { request, reason } = unlawful;
  if (request === undefined) return `its world ${reason}`;
  return `request ${request + 1} is ${nameOf(decodeRequest(program.words, request))}, ${reason}`;
}

// A bad alignment is bad whatever the size.
const isSized = new Set([...codesThat('isSized')].filter((kind) => kind !== RequestKind.badAlign));

function nameOf(request: Request): string {
  const kind = requestKindNames[request.kind];
  if (kind === 'deallocNull') return 'free(null)';
  if (kind === 'deallocInvalid') return `freeInvalid(${invalidFreeNames[request.second.offset]})`;
  const isLiteral = request.size.base === QuantityBase.zero && isSized.has(request.kind);
  const bytes = isLiteral ? ` of ${request.size.offset} bytes` : '';
  return (kind === 'realloc' && request.reference < 0 ? 'realloc(null)' : kind) + bytes;
}
