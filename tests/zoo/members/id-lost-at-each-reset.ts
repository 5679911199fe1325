import { IdPool } from '../correct/id-pool.js';

export { contract } from '../correct/id-pool.js';

/** A reset gives back one id fewer than the reset before. */
class IdLostAtEachReset extends IdPool {
  private lost = 0;

  constructor() {
    super();
    this.lost = 0;
  }

  override reset(): void {
    super.reset();
    // The first one is made by the constructor, before there is anything to lose.
    if (this.lost !== undefined) this.free.splice(0, ++this.lost);
  }
}

export default (): IdPool => new IdLostAtEachReset();
