import { UsageError } from './errors.js';
import { nearestWord } from './nearest-word.js';

/** Characters shown on either side of a mistake; a literal may be thousands long. */
const SHOWN_BEFORE = 40;
const SHOWN_BEHIND = 30;

/**
 * A cursor over the text of a literal. Every error says at which column, what was expected, what
 * stood there, and the nearest word where a word was misspelt.
 */
export class LiteralScanner {
  private at = 0;
  constructor(
    private readonly text: string,
    /** What the text is, for messages: "program literal". */
    private readonly subject: string,
  ) {}

  /** Offset of the next character. */
  get position(): number {
    return this.at;
  }

  /** Skips blanks; answers whether the text is over. */
  atEnd(): boolean {
    this.take(/\s*/y);
    return this.at === this.text.length;
  }

  /** Whether `pattern`, which must be sticky, matches here. */
  peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** What `pattern`, which must be sticky, matches here, and moves behind it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    this.at += match?.length ?? 0;
    return match;
  }

  /** Moves behind `sign` and the blanks around it. */
  expect(sign: string): void {
    this.take(/\s*/y);
    if (!this.text.startsWith(sign, this.at)) this.fail(`"${sign}"`);
    this.at += sign.length;
    this.take(/[^\S\n]*/y);
  }

  /** The text around `position` with a caret under it, on lines of their own. */
  private pointer(position: number): string {
    const from = Math.max(0, position - SHOWN_BEFORE);
    const shown = this.text.slice(from, position + SHOWN_BEHIND).replaceAll(/\s/g, ' ');
    const cut = from === 0 ? '' : '...';
    const more = position + SHOWN_BEHIND < this.text.length ? '...' : '';
    const caret = ' '.repeat(cut.length + position - from);
    return `\n  ${cut}${shown}${more}\n  ${caret}^`;
  }

  /** @throws UsageError always. `known` are the words that could have stood at `position`. */
  fail(expected: string, position = this.at, known: Iterable<string> = []): never {
    const found = /^(?:[A-Za-z_0-9/^]+|\S)/.exec(this.text.slice(position))?.[0];
    const near = found === undefined ? undefined : nearestWord(found, known);
    throw new UsageError(
      `${this.subject}, column ${position + 1}: expected ${expected}, found ` +
        (found === undefined ? 'the end' : `"${found}"`) +
        (near === undefined || near === found ? '' : `; did you mean "${near}"?`) +
        this.pointer(position),
    );
  }
}
