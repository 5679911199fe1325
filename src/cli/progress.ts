import type { CampaignEvent } from '../core/result.js';
import { countText, plural } from '../report/human/number-text.js';

const REDRAW_MS = 100;
const LINE_MS = 10_000;

/** Where progress goes and what time it is; given, so that a test needs no terminal and no clock. */
export interface ProgressOutput {
  readonly isTerminal: boolean;
  /** Width of the terminal; absent where it does not say. */
  readonly columns?: number | undefined;
  write(text: string): void;
  now(): number;
}

/** Progress of one campaign. */
export interface Progress {
  take(event: CampaignEvent): void;
  /** Clears what is drawn; call it before anything else is written. */
  end(): void;
}

/**
 * Draws progress: one line that is redrawn on a terminal, elsewhere a line every ten seconds, so
 * that the log of a long run shows life and that of a short one shows nothing.
 */
export function makeProgress(locator: string, output: ProgressOutput): Progress {
  let last = output.isTerminal ? -Infinity : output.now();
  let isDrawn = false;
  return {
    take(event) {
      if (event.kind !== 'progress') return;
      const time = output.now();
      if (time - last < (output.isTerminal ? REDRAW_MS : LINE_MS)) return;
      last = time;
      const text = progressText(locator, event);
      output.write(output.isTerminal ? `\r\x1b[K${fitted(text, output)}` : `${text}\n`);
      isDrawn = output.isTerminal;
    },
    end() {
      if (isDrawn) output.write('\r\x1b[K');
      isDrawn = false;
    },
  };
}

/** Without its beginning where it is too long: a line that wraps cannot be drawn again. */
function fitted(text: string, { columns = 0 }: ProgressOutput): string {
  const room = columns - 1;
  return columns === 0 || text.length <= room ? text : `...${text.slice(3 - room)}`;
}

function progressText(
  locator: string,
  event: Extract<CampaignEvent, { kind: 'progress' }>,
): string {
  const violated = event.violated === 0 ? '' : `, ${event.violated} violated`;
  return (
    `${locator}: ${countText(event.programs)} of ${plural(event.plannedPrograms, 'program')}, ` +
    `${plural(event.requests, 'request')}${violated}`
  );
}
