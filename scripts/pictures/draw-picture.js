// Draws a picture as SVG. It has a ground of its own, so that it is readable on any page, and follows
// the reader's choice of light or dark.

/** @typedef {import('./parse-picture.js').Picture} Picture */
/** @typedef {import('./parse-picture.js').Box} Box */
/** @typedef {import('./parse-picture.js').Arrow} Arrow */
/** @typedef {{ x: number, y: number, width: number, height: number }} Area in pixels */
/** @typedef {(box: Box) => Area} Place */

const MARGIN = 24;
const TITLE_HEIGHT = 34;
/** Between two boxes, so that arrows and their words have room. */
const GAP = { across: 74, down: 38 };
/** Pixels of a letter, so that words are broken where they must be. */
const LETTER = 6.2;
const LINE = 14;

const style = `
  .ground { fill: #ffffff; stroke: #d0d7de; }
  .box { fill: #f6f8fa; stroke: #57606a; }
  .quiet { fill: none; stroke: #8c959f; stroke-dasharray: 3 3; }
  .strong { fill: #ddf4ff; stroke: #0969da; }
  .live { fill: #ddf4ff; stroke: #0969da; fill-opacity: 0.6; }
  .arrow { stroke: #57606a; fill: none; stroke-width: 1.3; }
  .dashed { stroke-dasharray: 4 3; }
  .head { fill: #57606a; }
  text { fill: #1f2328; font: 11.5px ui-sans-serif, system-ui, Helvetica, Arial, sans-serif; }
  .name { font-weight: 600; font-size: 13px; }
  .title { font-weight: 600; font-size: 14px; }
  .words { fill: #57606a; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d; }
    .box { fill: #151b23; stroke: #9198a1; }
    .quiet { fill: none; stroke: #656c76; }
    .strong, .live { fill: #12365e; stroke: #4493f8; }
    .arrow { stroke: #9198a1; }
    .head { fill: #9198a1; }
    text { fill: #f0f6fc; }
    .words { fill: #9198a1; }
  }
`;

/**
 * @param {Picture} picture
 * @returns {string}
 */
export function drawPicture(picture) {
  const { title, cell, boxes, arrows } = picture;
  const columns = Math.max(...boxes.map(({ at }) => at.column + at.width));
  const rows = Math.max(...boxes.map(({ at }) => at.row + at.height));
  const width = 2 * MARGIN + columns * cell.width - GAP.across;
  const height = 2 * MARGIN + TITLE_HEIGHT + rows * cell.height - GAP.down;
  /** @type {Place} */
  const place = ({ at }) => ({
    x: MARGIN + at.column * cell.width,
    y: MARGIN + TITLE_HEIGHT + at.row * cell.height,
    width: at.width * cell.width - GAP.across,
    height: at.height * cell.height - GAP.down,
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
      `width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" ' +
      'orient="auto"><path class="head" d="M0,0 L8,4 L0,8 z"/></marker></defs>',
    `<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    textAt(MARGIN, MARGIN + 8, title, 'title', 'start'),
    ...boxes.map((box) => drawBox(box, place(box))),
    ...arrows.map((arrow) => drawArrow(arrow, boxes, place)),
    '</svg>\n',
  ].join('\n');
}

/**
 * @param {Box} box
 * @param {Area} area
 * @returns {string}
 */
function drawBox({ style: look, name, words, strip }, area) {
  const { x, y, width, height } = area;
  const kind = look === 'plain' ? 'box' : look;
  const rectangle = `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="5"/>`;
  if (strip !== undefined) return `${rectangle}\n${drawStrip(name, strip, area)}`;
  const below = broken(words, Math.floor((width - 12) / LETTER));
  const middle = x + width / 2;
  const top = y + height / 2 - (below.length * LINE) / 2 + 4;
  return [
    rectangle,
    textAt(middle, top, name, 'name', 'middle'),
    ...below.map((line, index) =>
      textAt(middle, top + (index + 1) * LINE, line, 'words', 'middle'),
    ),
  ].join('\n');
}

/**
 * @param {string} name
 * @param {import('./parse-picture.js').Strip} strip
 * @param {Area} area
 * @returns {string}
 */
function drawStrip(name, { bytes, live }, { x, y, width, height }) {
  const scale = (width - 20) / bytes;
  return [
    textAt(x + 10, y + 16, name, 'name', 'start'),
    ...live.map(({ name: letter, start, end }, index) => {
      const left = x + 10 + start * scale;
      // What overlaps what came before lies a little lower, or it could not be seen.
      const lower = live.slice(0, index).some((other) => start < other.end && other.start < end);
      const top = y + height - (lower ? 22 : 34);
      const length = (end - start) * scale;
      return (
        `<rect class="live" x="${left}" y="${top}" width="${length}" height="16"/>\n` +
        textAt(left + (lower ? length - 8 : 8), top + 12, letter, '', 'middle')
      );
    }),
  ].join('\n');
}

/**
 * A straight line between two boxes that share a row or a column.
 *
 * @param {Arrow} arrow
 * @param {readonly Box[]} boxes
 * @param {Place} place
 * @returns {string}
 */
function drawArrow({ from, to, dashed, words }, boxes, place) {
  const [a, b] = [from, to].map((id) => {
    const box = boxes.find((one) => one.id === id);
    if (box === undefined) throw new Error(`an arrow names ${id}, which is no box`);
    return place(box);
  });
  const down = shared(a.x, a.width, b.x, b.width);
  const across = shared(a.y, a.height, b.y, b.height);
  if (down === undefined && across === undefined) {
    throw new Error(`${from} and ${to} share neither row nor column`);
  }
  const line =
    down !== undefined
      ? { x1: down, x2: down, ...ends('y', a.y, a.height, b.y, b.height) }
      : { y1: across, y2: across, ...ends('x', a.x, a.width, b.x, b.width) };
  const { x1, y1, x2, y2 } = /** @type {{ x1: number, y1: number, x2: number, y2: number }} */ (
    line
  );
  const drawn = `<path class="arrow${dashed ? ' dashed' : ''}" d="M${x1},${y1} L${x2},${y2}" marker-end="url(#head)"/>`;
  if (words === '') return drawn;
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const label =
    down === undefined
      ? textAt(x, y - 6, words, 'words', 'middle')
      : textAt(x + 7, y + 4, words, 'words', 'start');
  return `${drawn}\n${label}`;
}

/**
 * The middle of what two spans have in common; undefined where that is nothing.
 *
 * @param {number} start
 * @param {number} length
 * @param {number} otherStart
 * @param {number} otherLength
 * @returns {number | undefined}
 */
function shared(start, length, otherStart, otherLength) {
  const first = Math.max(start, otherStart);
  const last = Math.min(start + length, otherStart + otherLength);
  return first < last ? (first + last) / 2 : undefined;
}

/**
 * @param {'x' | 'y'} axis
 * @param {number} from
 * @param {number} fromLength
 * @param {number} to
 * @param {number} toLength
 * @returns {Record<string, number>}
 */
function ends(axis, from, fromLength, to, toLength) {
  return from < to
    ? { [`${axis}1`]: from + fromLength, [`${axis}2`]: to }
    : { [`${axis}1`]: from, [`${axis}2`]: to + toLength };
}

/**
 * @param {string} words
 * @param {number} letters
 * @returns {string[]}
 */
function broken(words, letters) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words.split(' ').filter((one) => one !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} kind
 * @param {'start' | 'middle'} anchor
 * @returns {string}
 */
const textAt = (x, y, words, kind, anchor) =>
  `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(words)}</text>`;

/**
 * @param {string} words
 * @returns {string}
 */
const escaped = (words) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
