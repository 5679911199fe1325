import { countText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import type { EvidencePart } from '../report-parts.js';
import { percent } from './draw-lane.js';

interface Measure {
  readonly label: string;
  readonly value: bigint;
  /** Whether it is the one that contradicts. */
  readonly isWrong?: boolean;
  /** Whether it is a bound, drawn as an outline. */
  readonly isBound?: boolean;
}

/**
 * What several executions or a footprint came to, as bars of one scale with their bound: of evidence that
 * is about amounts and not about places. Nothing for any other.
 */
export function measureBars(evidence: EvidencePart): Markup | undefined {
  const { unit, measures } = measuresOf(evidence);
  if (measures.length === 0) return undefined;
  const largest = measures.reduce((most, { value }) => (value > most ? value : most), 1n);
  return html`<table role="table" class="measures">
    <caption>
      In ${unit}, to one scale
    </caption>
    <tbody role="rowgroup">
      ${measures.map(({ label, value, isWrong = false, isBound = false }) => {
        const name = isBound ? 'bound' : isWrong ? 'wrong' : 'right';
        const width = percent(Number((value * 10_000n) / largest) / 100);
        return html`<tr role="row">
          <th role="rowheader" scope="row">${label}</th>
          <td role="cell">
            <svg aria-hidden="true">
              <rect class="bar ${name}" width="${width}" y="2" height="16" />
            </svg>
          </td>
          <td role="cell" class="num">${countText(value)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function measuresOf(evidence: EvidencePart): { unit: string; measures: readonly Measure[] } {
  switch (evidence.kind) {
    case 'blowUp':
      return {
        unit: 'bytes',
        measures: [
          {
            label: 'held, or asked of its host',
            value: BigInt(evidence.footprintBytes),
            isWrong: true,
          },
          { label: 'bound', value: BigInt(evidence.boundBytes), isBound: true },
          { label: 'asked for by requests', value: BigInt(evidence.basisBytes) },
        ],
      };
    case 'leak':
      return {
        unit: 'bytes',
        measures: [
          { label: 'first quarter of the rounds', value: BigInt(evidence.firstMaximumBytes) },
          { label: 'last quarter', value: BigInt(evidence.lastMaximumBytes), isWrong: true },
          { label: 'bound', value: BigInt(evidence.boundBytes), isBound: true },
        ],
      };
    case 'fewerGrants':
      return {
        unit: 'grants',
        measures: [
          { label: 'a fresh region grants', value: BigInt(evidence.freshGrants) },
          { label: 'once all is freed', value: BigInt(evidence.grants), isWrong: true },
        ],
      };
    case 'notReclaimed':
      return {
        unit: 'bytes',
        measures: [
          { label: 'a fresh region grants', value: BigInt(evidence.largestBytes) },
          { label: 'once all is freed', value: 0n, isWrong: true },
        ],
      };
    case 'refusalChangedCapacity':
      return {
        unit: 'bytes',
        measures: [
          { label: 'without the refused request', value: BigInt(evidence.largestBytes) },
          { label: 'with it', value: 0n, isWrong: true },
        ],
      };
    default:
      return { unit: '', measures: [] };
  }
}
