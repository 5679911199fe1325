import { exactNumber, type JsonValue } from '../../witness/json-value.js';
import type { Prose } from '../human/prose/say.js';

/**
 * A sentence in a JSON report: words, and objects for what a picture can point at. Their `text` says it
 * in words, so that whoever joins the parts has the sentence; addresses are offsets from `base`.
 */
export const proseJson = (prose: Prose, base: bigint): JsonValue =>
  prose.map((part) => {
    if (typeof part === 'string') return part;
    const { kind, text } = part;
    switch (part.kind) {
      case 'name':
        return { kind, text };
      case 'address':
        return { kind, text, address: exactNumber(part.address - base) };
      case 'bytes':
        return { kind, text, bytes: exactNumber(part.bytes) };
      case 'range': {
        const { start, end } = part.range;
        return { kind, text, start: exactNumber(start - base), end: exactNumber(end - base) };
      }
    }
  });
