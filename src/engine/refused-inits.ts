import { WORDS_PER_HEADER, Header, type ExecutionBatch } from '../core/execution-batch.js';
import { Outcome, WORDS_PER_STEP, outcomeOf } from '../core/step-record.js';
import type { World } from '../core/world.js';
import type { Session } from './session.js';

/** How often init was refused in a campaign, and in which worlds. */
export class RefusedInits {
  private refused = 0;
  private shortest = Infinity;
  private longest = 0;

  /** Takes in what a program came to in its world. */
  take({ headers, steps }: ExecutionBatch, index: number, { regionBytes }: World): void {
    const header = index * WORDS_PER_HEADER;
    if (headers[header + Header.stepCount] === 0) return;
    const init = headers[header + Header.firstStep] * WORDS_PER_STEP;
    if (outcomeOf(steps[init + 1]) !== Outcome.refused) return;
    this.refused++;
    this.shortest = Math.min(this.shortest, regionBytes);
    this.longest = Math.max(this.longest, regionBytes);
  }

  /**
   * What to say where init was refused in all of so many programs: nothing was asked then, and the
   * verdicts alone do not tell why. Undefined where any was accepted.
   */
  hint(programs: number, { contract, subject: { description } }: Session): string | undefined {
    if (programs === 0 || this.refused < programs) return undefined;
    const { region } = contract;
    const beginning = `init was refused in each of ${programs} programs, so that nothing was asked of the subject`;
    if (!description.regionIsGiven)
      return `${beginning}: it brings its own region, and says no to it`;
    const tried =
      `tried were regions of ${this.shortest} to ${this.longest} bytes, at bases that are multiples ` +
      `of ${region.baseAlign}, ${region.freshBytes === 'zero' ? 'full of zeros' : 'with any bytes in them'}`;
    return (
      `${beginning}; ${tried}. If it needs others, say which in the contract: region.smallestBytes and ` +
      'region.largestBytes, region.sizeMultiple, region.baseAlign, region.freshBytes'
    );
  }
}
