import type { EntryPointName } from '../../core/entry-point.js';
import { literal } from '../../core/quantity.js';
import { codesThat, RequestKind, type RequestKindName } from '../../core/request-kind.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { Contract } from '../document/contract-schema.js';
import { mayAsk } from '../requests/may-ask.js';
import { sizeRuleOf } from '../requests/size-law.js';
import { provocations, type Provocations } from '../terms/provocations.js';
import { ownBytes } from '../terms/region-terms.js';
import { termsOf, type Terms } from '../terms/terms.js';

/** What the rules of goals ask of contract and subject, found once. */
export interface GoalFacts {
  readonly contract: Contract;
  readonly subject: SubjectDescription;
  readonly kinds: readonly RequestKindName[];
  readonly entries: readonly EntryPointName[];
  /** The largest alignment that a request can carry. */
  readonly largestAlign: number;
  /** Bytes of the largest region that a program runs in, or what fits any where nobody knows. */
  readonly regionBytes: number;
  /** What no program can bring about. */
  readonly never: Provocations;
  /** Whether such a request may be asked of a fresh region with one block in it (`mayAsk`). */
  readonly may: (kind: RequestKindName, asked: AskedRequest) => boolean;
}

/** A request as far as it matters; what is left out is lawful wherever its kind is. */
export interface AskedRequest {
  /** -1 where it names no block. */
  readonly reference?: number;
  readonly bytes?: number;
  readonly second?: number;
}

export function goalFacts(contract: Contract, subject: SubjectDescription): GoalFacts {
  const terms = termsOf(contract, subject);
  const unknown = subject.growable ? Infinity : MODEST_REGION_BYTES;
  const regionBytes = subject.regionIsGiven
    ? contract.region.largestBytes
    : (ownBytes(subject) ?? unknown);
  return {
    contract,
    subject,
    kinds: terms.kinds,
    entries: terms.entryPoints,
    largestAlign: terms.maxAlign,
    regionBytes,
    never: provocations(contract, subject),
    may: (kind, asked) => may(terms, kind, asked),
  };
}

/** What may be asked of a region of unknown length: a few hundred bytes fit any. */
const MODEST_REGION_BYTES = 1_024;

const [resizes, frees] = [codesThat('resizes'), codesThat('frees')];

function may(terms: Terms, kind: RequestKindName, asked: AskedRequest): boolean {
  const code = RequestKind[kind];
  const isAboutBlock = resizes.has(code) || frees.has(code) || kind === 'deallocInvalid';
  const { reference = isAboutBlock ? 0 : -1, second = 1 } = asked;
  const bytes = asked.bytes ?? sizeRuleOf(terms, kind)?.smallest ?? 0;
  const at = { regionBytes: 0, grownBytes: 0, mayBeEmpty: false, blockAlignLog2: 0 };
  const request = { kind: code, entry: 0, alignLog2: 0, thread: 0, reference } as const;
  return (
    mayAsk(terms, at, { ...request, size: literal(bytes), second: literal(second) }) === undefined
  );
}
