/**
 * A piece of HTML or SVG that may stand in a page as it is. Only `html` makes one, and it escapes
 * whatever is put into it, so that a name or a message of a subject can never become an element.
 */
export interface Markup {
  readonly markup: string;
}

/** What may be put into a template: text is escaped; nothing and false leave nothing. */
export type Inserted = string | number | Markup | readonly Markup[] | undefined | false;

/** The tag of a template of markup; what is inserted is text unless it is markup itself. */
export function html(words: readonly string[], ...inserted: readonly Inserted[]): Markup {
  const parts = words.map(
    (word, index) => word.replace(layout, ' ') + markupOf(inserted.at(index), index, inserted),
  );
  return { markup: parts.join('') };
}

/** A line's end in a template lays out the source, and means a space. */
const layout = /\s*\n\s*/g;

function markupOf(value: Inserted, index: number, all: readonly Inserted[]): string {
  if (index >= all.length || value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/**
 * Text as it may stand in an element and in a quoted attribute. Control characters and those that turn
 * the direction of writing are shown as escapes: they make a name look like another one.
 */
export const escaped = (text: string): string =>
  text.replace(special, (found) => {
    const entity = entities.get(found);
    return entity ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

const special =
  /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Data for a script of the page: JSON that holds no end of an element. */
export const jsonData = (value: unknown): Markup => ({
  markup: JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028'),
});
