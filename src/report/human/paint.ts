/** What a piece of text is, for whoever colours it. */
export type PaintStyle = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/**
 * Colours a piece of text or leaves it alone. Who prints decides, because only it knows whether the
 * stream is a terminal; every text must be complete without colour.
 */
export type Paint = (style: PaintStyle, text: string) => string;

/** For files, pipes and NO_COLOR. */
export const plainPaint: Paint = (_style, text) => text;
