import { CommittedSpace } from './committed-space.js';

export { contract } from './committed-space.js';

/** What waits at most: less than bounded growth forgives a single request, and more than 64 rounds fill. */
const QUARANTINE_BYTES = 20 * 2 ** 20;
/** Entries at the front of the queue that are done with when it is cut. */
const COMPACTED = 65_536;

/**
 * Correct: what is freed waits until 20 MiB of younger blocks wait as well, so that a use after free
 * meets nobody else's bytes. Until then every pair of an alloc and a free takes new memory.
 */
class Quarantine extends CommittedSpace {
  readonly #waiting: { readonly address: number; readonly bytes: number }[] = [];
  #oldest = 0;
  #waitingBytes = 0;

  protected override recycle(address: number, bytes: number): void {
    this.#waiting.push({ address, bytes });
    this.#waitingBytes += bytes;
    while (this.#waitingBytes > QUARANTINE_BYTES) {
      const released = this.#waiting[this.#oldest++];
      this.#waitingBytes -= released.bytes;
      super.recycle(released.address, released.bytes);
    }
    if (this.#oldest < COMPACTED) return;
    this.#waiting.splice(0, this.#oldest);
    this.#oldest = 0;
  }
}

export default (): Quarantine => new Quarantine();
