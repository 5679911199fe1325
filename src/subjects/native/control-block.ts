/**
 * The words at the start of the record that is shared with the driver, in their order; the driver's
 * `struct control` is written from them by scripts/make-protocol-files.js.
 */
export const controlWords = [
  'magic',
  'count',
  'totalWords',
  // Where each part begins, in words from the start of the file.
  ...(['worldsAt', 'startsAt', 'slicesAt', 'requestsAt', 'headersAt', 'progressAt'] as const),
  ...(['textsAt', 'stepsAt', 'eventsAt'] as const),
  'textWords',
  // A code of `refusals`.
  'refusal',
  ...(['fillLimitLow', 'fillLimitHigh'] as const),
  'usableWritable',
  'reallocToZeroEnds',
  'naturalAlign',
  'hangLimitMs',
  'macroLimit',
  ...(['reserveLow', 'reserveHigh', 'defaultLimitLow', 'defaultLimitHigh'] as const),
  ...(['confirmHangs', 'stopAtHang', 'rejectsFrees'] as const),
  // Written by the driver. Words of texts so far: {program, bytes, the bytes padded to words} each.
  'textsUsed',
] as const;

export type ControlWord = (typeof controlWords)[number];

/** Words that the control block takes up. */
export const CONTROL_WORDS = 64;
/** The first of them: a driver of another layout does not find its own. */
export const CONTROL_MAGIC = 0x616c6332;

/** How a subject refuses; the index is the code. */
export const refusals = ['null', 'zero', 'minusOne', 'trap'] as const;

/** The words of one program's `struct progress`, by which its child says how far it has come. */
export const progressWords = ['calls', 'phase', 'stackOverflow', 'faultLow', 'faultHigh'] as const;
export const WORDS_PER_PROGRESS = 8;

/** Events that a program may have beyond one a step. */
export const SPARE_EVENTS = 16;

/** A control block with these words set and the others 0. */
export function makeControl(values: Partial<Record<ControlWord, number>>): Int32Array<ArrayBuffer> {
  const control = new Int32Array(CONTROL_WORDS);
  controlWords.forEach((word, index) => (control[index] = values[word] ?? 0));
  return control;
}
