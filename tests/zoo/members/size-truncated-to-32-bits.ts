import { OffsetSpace } from '../correct/offset-space.js';

export { contract } from '../correct/offset-space.js';

/** Only the low 32 bits of a size count. */
class SizeTruncatedTo32Bits extends OffsetSpace {
  override alloc(size: number, align: number): number | null {
    return super.alloc(size >>> 0, align);
  }
}

export default (): OffsetSpace => new SizeTruncatedTo32Bits();
