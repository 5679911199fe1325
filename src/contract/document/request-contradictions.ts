import type { RequestKindName } from '../../core/request-kind.js';
import type { Contract } from './contract-schema.js';

/**
 * Contradictions between the request kinds and the clauses that say what those do.
 *
 * `written` is the document as the user wrote it. A claim about a request that is never asked is a
 * mistake where it stands in the document itself, because its author believes that it is tested;
 * inherited from a preset it is only out of use.
 */
export function requestContradictions(
  contract: Contract,
  written: Readonly<Record<string, unknown>>,
): string[] {
  return [...requestMistakes(contract), ...unaskedClaims(contract, written)];
}

function requestMistakes(contract: Contract): string[] {
  const { free, requests } = contract;
  const frees = ['foreign', 'interior', 'twice', 'wrongSize'] as const;
  return brokenRules(
    [
      !asksFor(contract, 'alloc'),
      'requests: "alloc" is missing, and without it nothing can be asked. Add it.',
    ],
    [
      new Set(requests).size < requests.length,
      'requests: a kind stands there twice. A list of kinds has no weights; remove one.',
    ],
    [
      asksFor(contract, 'deallocNull') && free.null === 'undefined',
      'requests names "deallocNull", but free.null is "undefined": nothing lawful ' +
        'could be asked. Say "ignored", or remove it from requests.',
    ],
    [
      asksFor(contract, 'deallocInvalid') && frees.every((kind) => free[kind] === 'undefined'),
      'requests names "deallocInvalid", but free.foreign, free.interior, free.twice ' +
        'and free.wrongSize are all "undefined". Say what happens to one of them, or ' +
        'remove it from requests.',
    ],
    [
      asksFor(contract, 'deallocInvalid') && !asksFor(contract, 'dealloc'),
      'requests names "deallocInvalid" without "dealloc": it goes through the same ' +
        'function. Add "dealloc".',
    ],
    [
      asksFor(contract, 'badAlign') && contract.alignment.bad === 'undefined',
      'requests names "badAlign", but alignment.bad is "undefined". Say "rejected", ' +
        'or remove it from requests.',
    ],
    [
      asksFor(contract, 'usable') && contract.usableSize === 'absent',
      'requests names "usable", but usableSize is "absent". Say "atLeast" or ' +
        '"writable", or remove it from requests.',
    ],
    [
      asksFor(contract, 'extend', 'append', 'resize') && contract.region.growGranuleBytes === 0,
      'requests names "extend", "append" or "resize", but region.growGranuleBytes is ' +
        '0. Say of how many bytes they take multiples; 1 allows any number.',
    ],
    [
      asksFor(contract, 'extend', 'append') && contract.region.reserveBytes === 0,
      'requests names "extend" or "append", but region.reserveBytes is 0: there is ' +
        'nothing behind the region to extend into. Say how many bytes there are.',
    ],
  );
}

/** Claims and the request kinds that alone can put them to the test. */
const testedBy: readonly (readonly [string, string, readonly RequestKindName[]])[] = [
  ['free', 'null', ['deallocNull']],
  ['free', 'foreign', ['deallocInvalid']],
  ['free', 'interior', ['deallocInvalid']],
  ['free', 'twice', ['deallocInvalid']],
  ['free', 'wrongSize', ['deallocInvalid']],
  ['alignment', 'bad', ['badAlign']],
  ['realloc', 'ofNull', ['realloc', 'reallocArray']],
  ['realloc', 'toZero', ['realloc', 'reallocArray']],
  ['realloc', 'inPlaceOnly', ['realloc', 'reallocArray']],
];

function unaskedClaims(contract: Contract, written: Readonly<Record<string, unknown>>): string[] {
  const claims = testedBy
    .filter(([group, clause, kinds]) => {
      const value = (written[group] as Record<string, unknown> | undefined)?.[clause];
      const claimed = value !== undefined && value !== 'undefined' && value !== false;
      return claimed && !asksFor(contract, ...kinds);
    })
    .map(
      ([group, clause, kinds]) =>
        `${group}.${clause} is claimed, but requests does not name "${kinds[0] ?? ''}", ` +
        'so that it would never be tested. Add it to requests, or drop the claim.',
    );
  return [
    ...claims,
    ...brokenRules(
      [
        written['usableSize'] !== undefined &&
          contract.usableSize !== 'absent' &&
          !asksFor(contract, 'usable'),
        'usableSize is claimed, but requests does not name "usable", so that it would ' +
          'never be tested. Add it to requests, or drop the claim.',
      ],
      [
        written['gap'] !== undefined && contract.nulls !== 'gap',
        `gap is given, but nulls is "${contract.nulls}", which does not use it. Say ` +
          'nulls: "gap", or drop it.',
      ],
    ),
  ];
}

/** Whether the contract declares one of these kinds. */
export const asksFor = (contract: Contract, ...kinds: readonly RequestKindName[]): boolean =>
  kinds.some((kind) => contract.requests.includes(kind));

/** A condition under which clauses contradict one another, and the sentence that says so. */
export type Rule = readonly [broken: boolean, sentence: string];

/** The sentences of the rules that are broken. */
export function brokenRules(...rules: readonly Rule[]): string[] {
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence);
}
