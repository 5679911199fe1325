import { countText } from '../human/number-text.js';
import { html, type Markup } from './markup.js';
import type { Exact, ProsePart } from './report-parts.js';

/** An address that the page shows in decimal or hex, as its reader likes. */
export const addressMarkup = (address: Exact): Markup =>
  html`<span data-address="${String(address)}">${countText(BigInt(address))}</span>`;

/** A sentence of a report; addresses in it follow the switch of the page, and names stand out. */
export const sentence = (prose: ProsePart): Markup => html`${prose.map(partMarkup)}`;

function partMarkup(part: ProsePart[number]): Markup {
  if (typeof part === 'string') return html`${part}`;
  const { kind, text, start, end, address } = part;
  // Outside of the region an address is absolute and told in hex digits already.
  if (text.includes('0x')) return html`<code>${text}</code>`;
  if (kind === 'range' && start !== undefined && end !== undefined) {
    return html`<span class="range">[${addressMarkup(start)}, ${addressMarkup(end)})</span>`;
  }
  if (kind === 'address' && address !== undefined) return addressMarkup(address);
  return kind === 'name' ? html`<b>${text}</b>` : html`${text}`;
}
