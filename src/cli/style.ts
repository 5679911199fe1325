import { styleText } from 'node:util';
import { fileLayout, type Layout } from '../report/human/layout.js';
import { plainPaint, type Paint } from '../report/human/paint.js';

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Colours for a stream: only on a terminal, and not where NO_COLOR is set to anything
 * (no-color.org). Each stream is asked for itself, because one of them may be a file.
 */
export function paintFor(stream: Stream): Paint {
  const noColor = process.env['NO_COLOR'];
  if (stream.isTTY !== true || (noColor !== undefined && noColor !== '')) return plainPaint;
  return (style, text) => styleText(style, text, { validateStream: false });
}

/** Narrower, a line has room for few words beside its indent. */
const LEAST_WIDTH = 40;

/**
 * The layout of a stream: a terminal's own width, at most that of a file, because long lines are hard to
 * read. A terminal that does not say its width, as in some CI, is taken as a file.
 */
export function layoutFor(stream: Stream, isVerbose = false): Layout {
  const { isTTY, columns = 0 } = stream;
  if (isTTY !== true || columns === 0) return { ...fileLayout, isVerbose };
  const width = Math.min(fileLayout.width, Math.max(LEAST_WIDTH, columns));
  return { width, isTerminal: true, isVerbose };
}
