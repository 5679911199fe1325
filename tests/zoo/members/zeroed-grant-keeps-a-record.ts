import { CommittedSpace } from '../correct/committed-space.js';

export { contract } from '../correct/committed-space.js';

const RECORD_BYTES = 256;

/** Each zeroed grant notes in 256 bytes which pages are clean, and nobody gives the notes back. */
class ZeroedGrantKeepsARecord extends CommittedSpace {
  override allocZeroed(size: number, align: number): number | null {
    this.commit(RECORD_BYTES);
    return super.allocZeroed(size, align);
  }
}

export default (): CommittedSpace => new ZeroedGrantKeepsARecord();
