/** An element of an XML text, flat: enough to see that what was written is well formed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const token = /<\?[^>]*\?>|<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;

/** The elements of a well-formed XML text. @throws where something is open, closed twice or unescaped */
export function xmlElements(text: string): XmlElement[] {
  const open: string[] = [];
  const elements: XmlElement[] = [];
  let at = 0;
  for (const found of text.matchAll(token)) {
    if (found.index !== at) break;
    at += found[0].length;
    const [whole, closes, name, attributes = '', empty] = found;
    if (name === undefined) {
      if (/[^<]*&(?!(?:amp|lt|gt|quot|#\d+);)/.test(whole)) throw new Error(`bare & in ${whole}`);
      continue;
    }
    if (closes === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
    elements.push({
      name,
      attributes: Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value])),
    });
    if (empty !== '/') open.push(name);
  }
  if (at !== text.length) throw new Error(`not XML at ${text.slice(at, at + 40)}`);
  if (open.length > 0) throw new Error(`${open.join(', ')} left open`);
  return elements;
}
