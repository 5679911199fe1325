import { asksFor, brokenRules, requestContradictions } from './request-contradictions.js';
import type { Contract } from './contract-schema.js';

/**
 * What the clauses of a contract say against one another, one sentence each that says why it is
 * impossible and what to change. Empty where the contract can be kept. `written` is the document as
 * the user wrote it, before presets and defaults.
 */
export function contradictions(
  contract: Contract,
  written: Readonly<Record<string, unknown>>,
): string[] {
  return [
    ...requestContradictions(contract, written),
    ...sizeMistakes(contract),
    ...refusalMistakes(contract),
    ...alignmentMistakes(contract),
    ...regionContradictions(contract),
    ...reclaimMistakes(contract),
  ];
}

function sizeMistakes(contract: Contract): string[] {
  const { sizes, requests, realloc } = contract;
  const byKind = Object.entries(sizes.byKind);
  return [
    ...brokenRules(
      [
        sizes.largest !== 'any' && sizes.smallest > sizes.largest,
        `sizes.smallest is ${sizes.smallest} and sizes.largest is ${sizes.largest}: ` +
          'no size is lawful. Lower the one or raise the other.',
      ],
      [
        sizes.aboveLargest === 'refused' && sizes.largest === 'any',
        'sizes.aboveLargest is "refused", but sizes.largest is "any": no size is ' +
          'above it. Say the largest size in bytes.',
      ],
    ),
    ...resizing
      .filter((kind) => requests.includes(kind))
      .map((kind) => ({ kind, largest: sizes.byKind[kind]?.largest ?? sizes.largest }))
      .filter(({ largest }) => largest !== 'any' && realloc.smallest > largest)
      .slice(0, 1)
      .map(
        ({ kind, largest }) =>
          `realloc.smallest is ${realloc.smallest}, and ${kind} takes ${largest} bytes at most: no new ` +
          'size is lawful. Lower the one or raise the other.',
      ),
    ...byKind.flatMap(([kind, bounds]) => {
      const smallest = bounds.smallest ?? sizes.smallest;
      const largest = bounds.largest ?? sizes.largest;
      return brokenRules(
        [
          !(requests as string[]).includes(kind),
          `sizes.byKind.${kind} bounds a kind that requests does not name. Add it to ` +
            'requests, or drop the bounds.',
        ],
        [
          largest !== 'any' && smallest > largest,
          `sizes.byKind.${kind} leaves no lawful size: from ${smallest} to ${largest} bytes.`,
        ],
      );
    }),
  ];
}

const resizing = ['realloc', 'reallocArray', 'resizeInPlace'] as const;

function refusalMistakes({
  refusal,
  refusalErrors,
  refusalMayAbort,
  hostRefused,
  zeroSize,
  realloc,
  nulls,
  gap,
  placement,
}: Contract): string[] {
  return brokenRules(
    [
      refusal === 'trap' && (zeroSize === 'null' || zeroSize === 'nullOrUnique'),
      `zeroSize is "${zeroSize}", but refusal is "trap": there is no null that it ` +
        'could answer. Say "unique" or "dangling", or "undefined" if size 0 must not be ' +
        'asked.',
    ],
    [
      refusal === 'trap' && (realloc.toZero === 'null' || realloc.toZero === 'free'),
      `realloc.toZero is "${realloc.toZero}", but refusal is "trap": there is no null ` +
        'that it could answer. Say "unique" or "undefined".',
    ],
    [
      refusal !== 'trap' && refusalErrors.length > 0,
      `refusalErrors are listed, but refusal is "${refusal}": an exception is then ` +
        'always a fault. Say refusal: "trap", or drop them.',
    ],
    [
      refusalMayAbort && hostRefused === 'refused',
      'refusalMayAbort is true, but hostRefused is "refused": an abort is then both lawful and ' +
        'not where the host refuses memory. Drop one of them.',
    ],
    [
      nulls === 'exact' && placement === undefined,
      'nulls is "exact", but placement is missing: only a placement model knows which ' +
        'refusals are right. Add placement, or say nulls: "unjudged".',
    ],
    [
      nulls === 'gap' && gap === undefined,
      'nulls is "gap", but gap is missing: without the cost of a block nobody can say ' +
        'which gap it fits. Add gap: { granuleBytes, overheadBytes }.',
    ],
  );
}

function alignmentMistakes({ alignment }: Contract): string[] {
  const { natural, maximum } = alignment;
  return brokenRules([
    natural !== 'weak' && natural > maximum,
    `alignment.natural is ${natural} and alignment.maximum is ${maximum}: what holds ` +
      `without asking can be asked for too. Raise maximum to ${natural}.`,
  ]);
}

function reclaimMistakes(contract: Contract): string[] {
  const { reclaims, reuse, growth, placement } = contract;
  return brokenRules(
    [
      reclaims === 'everything' && !asksFor(contract, 'dealloc'),
      'reclaims is "everything", but requests does not name "dealloc": nothing is ' +
        'ever freed. Add it, or say "unjudged".',
    ],
    [
      reclaims === 'everything' && placement?.policy === 'bump',
      'reclaims is "everything", but placement.policy is "bump", which takes nothing ' +
        'back. Say "nothing".',
    ],
    [
      reuse === 'sameLayout' && !asksFor(contract, 'dealloc'),
      'reuse is "sameLayout", but requests does not name "dealloc": nothing is ' +
        'ever freed. Add it, or say "unjudged".',
    ],
    [
      reuse === 'sameLayout' && placement?.policy === 'bump',
      'reuse is "sameLayout", but placement.policy is "bump", which takes nothing ' +
        'back. Say "unjudged".',
    ],
    [
      reuse === 'sameLayout' && reclaims === 'nothing' && placement?.policy !== 'bump',
      'reuse is "sameLayout", but reclaims is "nothing": a block that can be had again ' +
        'was taken back. Say reclaims: "unjudged".',
    ],
    [
      growth === 'bounded' && reclaims === 'nothing',
      'growth is "bounded", but reclaims is "nothing": what takes nothing back needs ' +
        'ever more. Say growth: "noBlowUp".',
    ],
  );
}

/** Contradictions within region and placement, and between placement and alignment. */
export function regionContradictions(contract: Contract): string[] {
  return [...regionMistakes(contract), ...placementMistakes(contract)];
}

function regionMistakes({ region }: Contract): string[] {
  const { smallestBytes, largestBytes, sizeMultiple, metadata } = region;
  return [
    ...brokenRules(
      [
        smallestBytes > largestBytes,
        `region.smallestBytes is ${smallestBytes} and region.largestBytes is ` +
          `${largestBytes}: no length is lawful. Lower the one or raise the other.`,
      ],
      [
        smallestBytes % sizeMultiple !== 0,
        `region.smallestBytes is ${smallestBytes}, which is no multiple of ` +
          `region.sizeMultiple, ${sizeMultiple}. Say sizeMultiple: 1 if any length is ` +
          'lawful.',
      ],
      [
        largestBytes % sizeMultiple !== 0,
        `region.largestBytes is ${largestBytes}, which is no multiple of ` +
          `region.sizeMultiple, ${sizeMultiple}. Say sizeMultiple: 1 if any length is ` +
          'lawful.',
      ],
    ),
    ...metadata.flatMap(({ start, end }, index) =>
      brokenRules(
        [
          start >= end,
          `region.metadata[${index}] is empty: it starts at ${start} and ends before ${end}.`,
        ],
        [
          end > smallestBytes,
          `region.metadata[${index}] ends at offset ${end}, outside the smallest ` +
            `region of ${smallestBytes} bytes. Offsets count from the region's base.`,
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
  return brokenRules(
    [
      policy === 'bump' && (dataStart === 'bitmap' || dataEnd === 'bitmap'),
      'placement says "bitmap" for a bump allocator, which has none. Give dataStart ' +
        'and dataEnd as offsets, or dataEnd as "regionEnd".',
    ],
    [
      dataEnd === 'bitmap' && dataStart !== 'bitmap',
      'placement.dataEnd is "bitmap", but placement.dataStart is not: both follow ' +
        'from the same division of the region. Say "bitmap" for both.',
    ],
    [
      typeof dataStart === 'number' && dataStart >= region.smallestBytes,
      `placement.dataStart is ${dataStart}, outside the smallest region of ` +
        `${region.smallestBytes} bytes. Raise region.smallestBytes.`,
    ],
    [
      typeof dataEnd === 'number' && dataEnd > region.smallestBytes,
      `placement.dataEnd is ${dataEnd}, outside the smallest region of ` +
        `${region.smallestBytes} bytes. Say "regionEnd", or raise region.smallestBytes.`,
    ],
    [
      typeof dataStart === 'number' && typeof dataEnd === 'number' && dataStart >= dataEnd,
      `placement leaves nothing to grant: dataStart is ${dataStart} and dataEnd is ${dataEnd}.`,
    ],
    [
      alignsTo === 'granule' && promised > kept,
      `alignment.natural is ${alignment.natural}, but placement.alignsTo is ` +
        `"granule", and blocks of ${granuleBytes} bytes from a base that is a multiple ` +
        `of ${region.baseAlign} keep ${kept} only. Lower alignment.natural, or raise ` +
        'region.baseAlign.',
    ],
    [
      alignsTo === 'granule' && alignment.maximum > kept,
      `alignment.maximum is ${alignment.maximum}, but placement.alignsTo is ` +
        `"granule", so that nothing above ${kept} can be asked for. Say alignsTo: ` +
        '"request", or lower alignment.maximum.',
    ],
  );
}
