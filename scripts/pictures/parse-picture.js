// Reads the text of a picture; docs/pictures/README.md has the format.

/**
 * @typedef {object} Rectangle in cells
 * @property {number} column
 * @property {number} row
 * @property {number} width
 * @property {number} height
 */
/**
 * @typedef {object} Box
 * @property {string} id
 * @property {Rectangle} at
 * @property {'plain' | 'quiet' | 'strong'} style
 * @property {string} name
 * @property {string} words what stands below the name; empty for nothing
 * @property {Strip | undefined} strip
 */
/**
 * @typedef {object} Strip live intervals of a region
 * @property {number} bytes
 * @property {readonly { name: string, start: number, end: number }[]} live
 */
/**
 * @typedef {object} Arrow
 * @property {string} from
 * @property {string} to
 * @property {boolean} dashed
 * @property {string} words
 */
/**
 * @typedef {object} Picture
 * @property {string} title
 * @property {{ width: number, height: number }} cell in pixels
 * @property {readonly Box[]} boxes
 * @property {readonly Arrow[]} arrows
 */

/**
 * @param {string} text
 * @returns {Picture}
 */
export function parsePicture(text) {
  const lines = text.split('\n').filter((line) => line !== '');
  const cell = /^cell (\d+) x (\d+)$/m.exec(text);
  return {
    title: /^title (.+)$/m.exec(text)?.[1] ?? '',
    cell: { width: Number(cell?.[1]), height: Number(cell?.[2]) },
    boxes: lines.filter((line) => /^(?:box|strip) /.test(line)).map(parseBox),
    arrows: lines.filter((line) => line.startsWith('arrow ')).map(parseArrow),
  };
}

/**
 * @param {string} line
 * @returns {Box}
 */
function parseBox(line) {
  const [head, name = '', words = ''] = split(line);
  const found = /^(box|strip) (\w+) (\d+),(\d+)(?: (\d+)x(\d+))?(?: (quiet|strong))?$/.exec(head);
  if (found === null) throw new Error(`no box: ${line}`);
  const [, kind, id, column, row, width = '1', height = '1', style = 'plain'] = found;
  return {
    id,
    at: { column: Number(column), row: Number(row), width: Number(width), height: Number(height) },
    style: /** @type {Box['style']} */ (style),
    name,
    words: kind === 'strip' ? '' : words,
    strip: kind === 'strip' ? parseStrip(words) : undefined,
  };
}

/**
 * @param {string} words
 * @returns {Strip}
 */
function parseStrip(words) {
  const [live, bytes] = words.split(' of ');
  return {
    bytes: Number(bytes),
    live: live.split(', ').map((one) => {
      const [name, start, end] = one.split(' ');
      return { name, start: Number(start), end: Number(end) };
    }),
  };
}

/**
 * @param {string} line
 * @returns {Arrow}
 */
function parseArrow(line) {
  const [head, words = ''] = split(line);
  const found = /^arrow (\w+) -> (\w+)( dashed)?$/.exec(head);
  if (found === null) throw new Error(`no arrow: ${line}`);
  return { from: found[1], to: found[2], dashed: found[3] !== undefined, words };
}

/**
 * @param {string} line
 * @returns {string[]}
 */
const split = (line) => line.split(' : ').map((part) => part.trim());
