import type { RequestKindName } from '../core/request-kind.js';
import type { Contract } from './contract-schema.js';

/**
 * What the clauses of a contract say against one another, one sentence each that says why it is
 * impossible and what to change. Empty where the contract can be kept.
 *
 * `written` is the document as the user wrote it. A claim about a request that is never asked is a
 * mistake where it stands in the document itself, because its author believes that it is tested;
 * inherited from a preset it is only out of use.
 */
export function contradictions(
  contract: Contract,
  written: Readonly<Record<string, unknown>>,
): string[] {
  return [
    ...requestMistakes(contract),
    ...unaskedClaims(contract, written),
    ...sizeMistakes(contract),
    ...refusalMistakes(contract),
    ...alignmentMistakes(contract),
    ...regionMistakes(contract),
    ...placementMistakes(contract),
    ...reclaimMistakes(contract),
  ];
}

const asks = (contract: Contract, ...kinds: readonly RequestKindName[]): boolean =>
  kinds.some((kind) => contract.requests.includes(kind));

/** The sentences whose condition holds. */
function where(...rules: readonly (readonly [boolean, string])[]): string[] {
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence);
}

function requestMistakes(contract: Contract): string[] {
  const { free, requests } = contract;
  const frees = ['foreign', 'interior', 'twice', 'wrongSize'] as const;
  return where(
    [
      !asks(contract, 'alloc'),
      'requests: "alloc" is missing, and without it nothing can be asked. Add it.',
    ],
    [
      new Set(requests).size < requests.length,
      'requests: a kind stands there twice. A list of kinds has no weights; remove one.',
    ],
    [
      asks(contract, 'deallocNull') && free.null === 'undefined',
      'requests names "deallocNull", but free.null is "undefined": nothing lawful could be asked. Say "ignored", or remove it from requests.',
    ],
    [
      asks(contract, 'deallocInvalid') && frees.every((kind) => free[kind] === 'undefined'),
      'requests names "deallocInvalid", but free.foreign, free.interior, free.twice and free.wrongSize are all "undefined". Say what happens to one of them, or remove it from requests.',
    ],
    [
      asks(contract, 'deallocInvalid') && !asks(contract, 'dealloc'),
      'requests names "deallocInvalid" without "dealloc": it goes through the same function. Add "dealloc".',
    ],
    [
      asks(contract, 'badAlign') && contract.alignment.bad === 'undefined',
      'requests names "badAlign", but alignment.bad is "undefined". Say "rejected", or remove it from requests.',
    ],
    [
      asks(contract, 'usable') && contract.usableSize === 'absent',
      'requests names "usable", but usableSize is "absent". Say "atLeast" or "writable", or remove it from requests.',
    ],
    [
      asks(contract, 'extend', 'append', 'resize') && contract.region.growGranuleBytes === 0,
      'requests names "extend", "append" or "resize", but region.growGranuleBytes is 0. Say of how many bytes they take multiples; 1 allows any number.',
    ],
    [
      asks(contract, 'extend', 'append') && contract.region.reserveBytes === 0,
      'requests names "extend" or "append", but region.reserveBytes is 0: there is nothing behind the region to extend into. Say how many bytes there are.',
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
      return claimed && !asks(contract, ...kinds);
    })
    .map(
      ([group, clause, kinds]) =>
        `${group}.${clause} is claimed, but requests does not name "${kinds[0] ?? ''}", so that it would never be tested. Add it to requests, or drop the claim.`,
    );
  return [
    ...claims,
    ...where(
      [
        written['usableSize'] !== undefined &&
          contract.usableSize !== 'absent' &&
          !asks(contract, 'usable'),
        'usableSize is claimed, but requests does not name "usable", so that it would never be tested. Add it to requests, or drop the claim.',
      ],
      [
        written['gap'] !== undefined && contract.nulls !== 'gap',
        `gap is given, but nulls is "${contract.nulls}", which does not use it. Say nulls: "gap", or drop it.`,
      ],
    ),
  ];
}

function sizeMistakes({ sizes, requests }: Contract): string[] {
  const byKind = Object.entries(sizes.byKind);
  return [
    ...where(
      [
        sizes.largest !== 'any' && sizes.smallest > sizes.largest,
        `sizes.smallest is ${sizes.smallest} and sizes.largest is ${sizes.largest}: no size is lawful. Lower the one or raise the other.`,
      ],
      [
        sizes.aboveLargest === 'refused' && sizes.largest === 'any',
        'sizes.aboveLargest is "refused", but sizes.largest is "any": no size is above it. Say the largest size in bytes.',
      ],
    ),
    ...byKind.flatMap(([kind, bounds]) => {
      const smallest = bounds.smallest ?? sizes.smallest;
      const largest = bounds.largest ?? sizes.largest;
      return where(
        [
          !(requests as string[]).includes(kind),
          `sizes.byKind.${kind} bounds a kind that requests does not name. Add it to requests, or drop the bounds.`,
        ],
        [
          largest !== 'any' && smallest > largest,
          `sizes.byKind.${kind} leaves no lawful size: from ${smallest} to ${largest} bytes.`,
        ],
      );
    }),
  ];
}

function refusalMistakes({
  refusal,
  refusalErrors,
  zeroSize,
  realloc,
  nulls,
  gap,
  placement,
}: Contract): string[] {
  return where(
    [
      refusal === 'trap' && (zeroSize === 'null' || zeroSize === 'nullOrUnique'),
      `zeroSize is "${zeroSize}", but refusal is "trap": there is no null that it could answer. Say "unique" or "dangling", or "undefined" if size 0 must not be asked.`,
    ],
    [
      refusal === 'trap' && (realloc.toZero === 'null' || realloc.toZero === 'free'),
      `realloc.toZero is "${realloc.toZero}", but refusal is "trap": there is no null that it could answer. Say "unique" or "undefined".`,
    ],
    [
      refusal !== 'trap' && refusalErrors.length > 0,
      `refusalErrors are listed, but refusal is "${refusal}": an exception is then always a fault. Say refusal: "trap", or drop them.`,
    ],
    [
      nulls === 'exact' && placement === undefined,
      'nulls is "exact", but placement is missing: only a placement model knows which refusals are right. Add placement, or say nulls: "unjudged".',
    ],
    [
      nulls === 'gap' && gap === undefined,
      'nulls is "gap", but gap is missing: without the cost of a block nobody can say which gap it fits. Add gap: { granuleBytes, overheadBytes }.',
    ],
  );
}

function alignmentMistakes({ alignment }: Contract): string[] {
  const { natural, maximum } = alignment;
  return where([
    natural !== 'weak' && natural > maximum,
    `alignment.natural is ${natural} and alignment.maximum is ${maximum}: what holds without asking can be asked for too. Raise maximum to ${natural}.`,
  ]);
}

function regionMistakes({ region }: Contract): string[] {
  const { smallestBytes, largestBytes, sizeMultiple, metadata } = region;
  return [
    ...where(
      [
        smallestBytes > largestBytes,
        `region.smallestBytes is ${smallestBytes} and region.largestBytes is ${largestBytes}: no length is lawful. Lower the one or raise the other.`,
      ],
      [
        smallestBytes % sizeMultiple !== 0,
        `region.smallestBytes is ${smallestBytes}, which is no multiple of region.sizeMultiple, ${sizeMultiple}. Say sizeMultiple: 1 if any length is lawful.`,
      ],
      [
        largestBytes % sizeMultiple !== 0,
        `region.largestBytes is ${largestBytes}, which is no multiple of region.sizeMultiple, ${sizeMultiple}. Say sizeMultiple: 1 if any length is lawful.`,
      ],
    ),
    ...metadata.flatMap(({ start, end }, index) =>
      where(
        [
          start >= end,
          `region.metadata[${index}] is empty: it starts at ${start} and ends before ${end}.`,
        ],
        [
          end > smallestBytes,
          `region.metadata[${index}] ends at offset ${end}, outside the smallest region of ${smallestBytes} bytes. Offsets count from the region's base.`,
        ],
      ),
    ),
  ];
}

function placementMistakes({ placement, region, alignment }: Contract): string[] {
  if (placement === undefined) return [];
  const { policy, granuleBytes, dataStart, dataEnd, alignsTo } = placement;
  const promised = alignment.natural === 'weak' ? 16 : alignment.natural;
  const kept = Math.min(granuleBytes, region.baseAlign);
  return where(
    [
      policy === 'bump' && (dataStart === 'bitmap' || dataEnd === 'bitmap'),
      'placement says "bitmap" for a bump allocator, which has none. Give dataStart and dataEnd as offsets, or dataEnd as "regionEnd".',
    ],
    [
      dataEnd === 'bitmap' && dataStart !== 'bitmap',
      'placement.dataEnd is "bitmap", but placement.dataStart is not: both follow from the same division of the region. Say "bitmap" for both.',
    ],
    [
      typeof dataStart === 'number' && dataStart >= region.smallestBytes,
      `placement.dataStart is ${dataStart}, outside the smallest region of ${region.smallestBytes} bytes. Raise region.smallestBytes.`,
    ],
    [
      typeof dataEnd === 'number' && dataEnd > region.smallestBytes,
      `placement.dataEnd is ${dataEnd}, outside the smallest region of ${region.smallestBytes} bytes. Say "regionEnd", or raise region.smallestBytes.`,
    ],
    [
      typeof dataStart === 'number' && typeof dataEnd === 'number' && dataStart >= dataEnd,
      `placement leaves nothing to grant: dataStart is ${dataStart} and dataEnd is ${dataEnd}.`,
    ],
    [
      alignsTo === 'granule' && promised > kept,
      `alignment.natural is ${alignment.natural}, but placement.alignsTo is "granule", and blocks of ${granuleBytes} bytes from a base that is a multiple of ${region.baseAlign} keep ${kept} only. Lower alignment.natural, or raise region.baseAlign.`,
    ],
    [
      alignsTo === 'granule' && alignment.maximum > kept,
      `alignment.maximum is ${alignment.maximum}, but placement.alignsTo is "granule", so that nothing above ${kept} can be asked for. Say alignsTo: "request", or lower alignment.maximum.`,
    ],
  );
}

function reclaimMistakes(contract: Contract): string[] {
  const { reclaims, growth, placement } = contract;
  return where(
    [
      (reclaims === 'everything' || reclaims === 'sameLayout') && !asks(contract, 'dealloc'),
      `reclaims is "${reclaims}", but requests does not name "dealloc": nothing is ever freed. Add it, or say "unjudged".`,
    ],
    [
      (reclaims === 'everything' || reclaims === 'sameLayout') && placement?.policy === 'bump',
      `reclaims is "${reclaims}", but placement.policy is "bump", which takes nothing back. Say "nothing".`,
    ],
    [
      growth === 'bounded' && reclaims === 'nothing',
      'growth is "bounded", but reclaims is "nothing": what takes nothing back needs ever more. Say growth: "noBlowUp".',
    ],
  );
}
