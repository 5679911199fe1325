import { EntryPoint } from '../core/entry-point.js';
import { alignLog2Of, entryOf } from '../core/request.js';
import { pair, type KernelState } from './kernel-state.js';
import { fixedBytes } from './everyday-bounds.js';
import { requiredAlignLog2 } from './required-align.js';

/**
 * What was asked since init or the last reset, as long as it was grants of one layout and nothing else:
 * what the floor of `no-spurious-null` rests on (S21). Written apart from the model, and compared with it.
 */
export class FreshRun {
  /** Whether a request may still be on the floor. */
  isOpen = true;
  private grants = 0;
  /** Layout of the grants; of -1 bytes where there were two. */
  private bytes = 0;
  private alignLog2 = 0;

  begin(): void {
    this.isOpen = true;
    this.grants = 0;
  }

  end(): void {
    this.isOpen = false;
  }

  /** Books a grant of an alloc, an allocZeroed or a fill; with four of them the floor is behind. */
  book(bytes: number, alignLog2: number): void {
    const isSame = bytes === this.bytes && alignLog2 === this.alignLog2;
    if (this.grants > 1 && !isSame) this.isOpen = false;
    this.bytes = this.grants === 1 && !isSame ? -1 : bytes;
    this.alignLog2 = alignLog2;
    this.grants++;
    if (this.grants > 3) this.isOpen = false;
  }

  /** Whether the request of a lawful size at word `at`, of a kind that `book` takes, must be granted. */
  mustGrant(state: KernelState, at: number): boolean {
    const { rules, steps } = state;
    const bytes = pair(steps, at + 3);
    const alignLog2 = alignLog2Of(steps[at + 1]);
    if (!this.isOpen || bytes === 0 || state.hostHasRefused) return false;
    if (this.grants >= rules.region.maxBlocks) return false;
    if (entryOf(steps[at + 1]) === EntryPoint.aligned_alloc) {
      const align = 2 ** alignLog2;
      if (bytes % align !== 0 || align < rules.pointerBytes) return false;
    }
    const isNatural = alignLog2 <= requiredAlignLog2(rules, bytes, 0);
    const isFew = this.grants === 0 && bytes <= FEW_BYTES && rules.region.hasHostDoor;
    if (isFew && isNatural) return true;
    const capacity = sureBytes(state);
    if (capacity < rules.region.smallestUsefulBytes) return false;
    const isSame = bytes === this.bytes && alignLog2 === this.alignLog2;
    if (this.grants > 1 && !isSame) return false;
    const most = Math.floor(capacity / 64);
    const isSmall = (size: number, log2: number): boolean =>
      size <= most && log2 <= requiredAlignLog2(rules, size, 0);
    if (!isSmall(bytes, alignLog2)) return false;
    return this.grants === 0 || isSame || isSmall(this.bytes, this.alignLog2);
  }

  /** Whether the realloc of a lawful size at word `at`, of a block, must be granted: it is the only one. */
  mustRealloc(state: KernelState, at: number): boolean {
    const { rules, steps } = state;
    const bytes = pair(steps, at + 3);
    const capacity = sureBytes(state);
    if (!this.isOpen || this.grants !== 1 || rules.reallocInPlaceOnly) return false;
    if (rules.region.maxBlocks < 2) return false;
    if (state.hostHasRefused) return false;
    if (bytes === 0 || this.bytes === 0 || capacity < rules.region.smallestUsefulBytes)
      return false;
    if (bytes + this.bytes > Math.floor(capacity / 64)) return false;
    const isNatural = (size: number, log2: number): boolean =>
      log2 <= requiredAlignLog2(rules, size, 0);
    return isNatural(bytes, alignLog2Of(steps[at + 1])) && isNatural(this.bytes, this.alignLog2);
  }
}

/** What a subject that asks its host has room for at first. */
const FEW_BYTES = 16;

/** Bytes that are surely there to be granted; -1 where nobody knows. */
function sureBytes({ rules, base, end, limitBytes, initialFootprint }: KernelState): number {
  const { shownBytes } = rules.region;
  if (!rules.growable) {
    const bytes = fixedBytes(rules, base, end);
    return bytes < Infinity ? Math.min(bytes, shownBytes) : -1;
  }
  if (limitBytes === 0 || initialFootprint < 0) return -1;
  return Math.min(Math.max(limitBytes - initialFootprint - rules.startUpBytes, 0), shownBytes);
}
