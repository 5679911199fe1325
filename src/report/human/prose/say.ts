import type { AddressRange } from '../../../core/address.js';
import { bytesText } from '../number-text.js';

/**
 * A part of a sentence that stands for something a picture can point at, with the words that name it.
 * Addresses are absolute; `text` counts them as the report does.
 */
export type ProseToken =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'address'; readonly text: string; readonly address: bigint }
  | { readonly kind: 'range'; readonly text: string; readonly range: AddressRange }
  | { readonly kind: 'bytes'; readonly text: string; readonly bytes: bigint };

/** A sentence: words, and tokens between them. Whoever renders it decides how a token looks. */
export type Prose = readonly (string | ProseToken)[];

/** The tag of a template that keeps the tokens in it, and those of sentences within it. */
export function say(
  words: readonly string[],
  ...values: readonly (string | number | ProseToken | Prose)[]
): Prose {
  const parts: (string | ProseToken)[] = [];
  const add = (part: string | ProseToken): void => {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts.splice(-1, 1, last + part);
    else if (part !== '') parts.push(part);
  };
  for (const [index, word] of words.entries()) {
    add(word);
    const value = values.at(index);
    if (value === undefined || index >= values.length) continue;
    if (typeof value === 'number') add(String(value));
    else if (isSentence(value)) value.forEach(add);
    else add(value);
  }
  return parts;
}

const isSentence = (value: string | ProseToken | Prose): value is Prose => Array.isArray(value);

/** A sentence as plain text. */
export const proseText = (prose: Prose): string =>
  prose.map((part) => (typeof part === 'string' ? part : part.text)).join('');

/** A number of bytes, with its unit. */
export const bytes = (count: bigint): ProseToken => ({
  kind: 'bytes',
  text: bytesText(count),
  bytes: count,
});
