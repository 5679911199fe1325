import { EDGE_BYTES, WHOLE_BYTES } from './settings.js';

/** Of a long block only its ends are written, as when the violation was found. */
export function nextWritten(length: number, i: number): number {
  if (length <= WHOLE_BYTES || i < EDGE_BYTES) return i;
  const tail = length - EDGE_BYTES - ((length - EDGE_BYTES) % 4);
  return i < tail ? tail : i;
}
