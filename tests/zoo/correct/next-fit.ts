import type { Pool } from '../../../src/subjects/module-port.js';
import { FirstFitList } from './first-fit-list.js';
import { isPowerOfTwo } from './power-of-two.js';

export { contract } from './first-fit-list.js';

/**
 * Correct: the search goes on behind the last grant, and from the start where nothing is found
 * there. That what was just freed is not had at once is lawful: it is found when the search comes
 * round.
 */
export class NextFit extends FirstFitList {
  #rover = 0;

  override alloc(size: number, align: number): number | null {
    if (!isPowerOfTwo(align)) return null;
    return this.#allocFrom(size, align, true) ?? this.#allocFrom(size, align, false);
  }

  /** Only free blocks that start behind the rover, or only the others. */
  #allocFrom(size: number, align: number, behind: boolean): number | null {
    const payload = this.payloadBytes(size);
    for (const run of this.runs) {
      for (const block of run.blocks()) {
        if (run.isUsed(block) || block >= this.#rover !== behind) continue;
        const address = this.addressIn(block, align);
        if (!this.fits(run, block, address, payload)) continue;
        this.place(run, block, address, payload);
        this.#rover = address;
        return address;
      }
    }
    return null;
  }
}

export default function nextFit(pool: Pool): NextFit {
  return new NextFit(pool);
}
