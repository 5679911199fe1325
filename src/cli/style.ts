import { styleText } from 'node:util';
import { plainPaint, type Paint } from '../report/human/paint.js';

/**
 * Colours for a stream: only on a terminal, and not where NO_COLOR is set to anything
 * (no-color.org). Each stream is asked for itself, because one of them may be a file.
 */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const noColor = process.env['NO_COLOR'];
  if (stream.isTTY !== true || (noColor !== undefined && noColor !== '')) return plainPaint;
  return (style, text) => styleText(style, text, { validateStream: false });
}
