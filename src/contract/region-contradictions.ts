import { brokenRules } from './contradiction-rules.js';
import type { Contract } from './contract-schema.js';

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
