import { countText } from '../../human/number-text.js';
import type { Moment } from './memory.js';

/** Blocks that a sentence names; more of them nobody listens to. */
const MOST_NAMED = 12;

/** Who owns what after a step, as one sentence: for who does not see the picture, and below it. */
export function momentLabel({ step, live }: Moment): string {
  const end =
    { refused: ', refused', rejected: ', rejected', faulted: ', died' }[step.outcome.kind] ?? '';
  const named = live
    .slice(0, MOST_NAMED)
    .map(({ name, start, end: to }) => `${name} owns [${countText(start)}, ${countText(to)})`);
  const more = live.length > MOST_NAMED ? [`and ${live.length - MOST_NAMED} more blocks`] : [];
  const owned = live.length === 0 ? 'nothing is live' : [...named, ...more].join('; ');
  return `After step ${step.index}, ${step.text}${end}: ${owned}.`;
}
