import type { Report } from './json/report-schema.js';

type Subject = Report['subjects'][number];
type Property = Subject['properties'][number];

/** What a property came to, as one line for machines: the contradiction, or why there is no verdict. */
export function propertyMessage(property: Property): string {
  const { id, claim, witness, reason } = property;
  if (witness === undefined) return reason === '' ? claim : `${id}: ${reason}`;
  const { then, however } = witness.contradiction;
  return `${id} is violated at step ${witness.step}: ${plain(then)} However, ${plain(however)}`;
}

/** A sentence of a report as plain text. */
export const plain = (prose: readonly Part[]): string =>
  prose.map((part) => (typeof part === 'string' ? part : part.text)).join('');

type Part = string | { readonly text: string };

/** Text without halves of characters, which no encoding can hold. */
export const wellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');

/** Why a subject is no pass although nothing in it is violated; empty where it is one, or is violated. */
export function whyNoPass({ verdict, ended, properties }: Subject): string {
  if (verdict === 'violated' || verdict === 'holds') return '';
  if (ended === 'interrupted') return 'interrupted';
  if (ended === 'timeSpent') return 'the time was spent';
  const open = properties.filter((one) => one.verdict === 'inconclusive').map(({ id }) => id);
  return open.length === 0 ? 'nothing was judged' : `inconclusive: ${open.join(', ')}`;
}
