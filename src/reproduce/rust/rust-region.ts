import type { NativeCallShape } from '../../core/call-shape.js';
import { movesEnd, takesHandle } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';
import type { RustCallee } from './rust-callee.js';

const DEFAULT_POOL_BYTES = 65_536;

/** The region of a Rust program with the bytes around it that nobody may touch. */
export function rustRegion(
  { world, reserveBytes, runs }: Reproduction,
  shape: NativeCallShape,
  callee: RustCallee,
): string {
  if (regionKind(shape) === 'own') {
    return `/// The subject gets its memory from the system: nothing is known of its region.
struct Region;
impl Region {
    fn new() -> Region {
        Region
    }
    fn bounds(&self, _subject: &Subject) -> (usize, usize) {
        (0, usize::MAX)
    }
    fn outside_untouched(&self) {}
}
`;
  }
  const bytes = world.regionBytes === 0 ? DEFAULT_POOL_BYTES : world.regionBytes;
  const own = shape.functions['region'];
  const grows = runs.some((run) => run.acts.some(movesEnd));
  // Exported from Rust it takes pointers to pointers.
  const castTo = callee.inCrate ? ' as *mut usize as *mut *mut u8' : '';
  const self = takesHandle(shape, 'region') ? 'subject.handle, ' : '';
  const bounds =
    own === undefined
      ? `    fn bounds(&self, _subject: &Subject) -> (usize, usize) {
        (self.pool, self.pool + self.bytes)
    }`
      : `    /// A subject may count less as its own than it was given, and never more.
    fn bounds(&self, subject: &Subject) -> (usize, usize) {
        let (mut low, mut high) = (self.pool, self.pool + self.bytes);
        unsafe { ${callee.of(own, 'subject')}(${self}&mut low${castTo}, &mut high${castTo}) };
        (low.max(self.pool), high.min(self.pool + self.bytes))
    }`;
  return `const REGION_BYTES: usize = ${bytes};
${grows ? `const RESERVE_BYTES: usize = ${reserveBytes};\n` : ''}const WATCHED_BYTES: usize = 128;

/// The region lies ${world.baseOffset} behind a multiple of 65536, between bytes that nobody may touch.
struct Region {
    pool: usize,
    bytes: usize,
    noise: Vec<u8>,
    /// What lies between appended pieces belongs to nobody.
    gaps: Vec<std::ops::Range<usize>>,
}
impl Region {
    fn new() -> Region {
        let bytes = 3 * 65536 + REGION_BYTES + ${grows ? 'RESERVE_BYTES + ' : ''}WATCHED_BYTES;
        let memory = vec![0u8; bytes].leak().as_mut_ptr() as usize;
        let pool = memory - memory % 65536 + 2 * 65536 + ${world.baseOffset % 65_536};
        let region = Region { pool, bytes: REGION_BYTES, noise: noise(), gaps: vec![] };
        for at in region.watched() {
            unsafe { *(at as *mut u8) = region.noise_byte(at, 0) };
        }
        region.freshen(pool..pool + REGION_BYTES);
        region
    }
    fn freshen(&self, range: std::ops::Range<usize>) {
        for at in range {
            unsafe { *(at as *mut u8) = ${freshByte(world.fill)} };
        }
    }
    fn watch(&self, range: std::ops::Range<usize>) {
        for at in range {
            unsafe { *(at as *mut u8) = self.noise_byte(at, 0) };
        }
    }
${grows ? MOVES : ''}${bounds}
    fn watched(&self) -> impl Iterator<Item = usize> {
        let end = self.pool + self.bytes;
        let gaps: Vec<usize> = self.gaps.iter().cloned().flatten().collect();
        (self.pool - WATCHED_BYTES..self.pool).chain(end..end + WATCHED_BYTES).chain(gaps)
    }
    fn noise_byte(&self, address: usize, seed: u32) -> u8 {
        let shift = (seed.wrapping_mul(0x9e3779b1) >> 13 & 65528) as usize;
        self.noise[(address + shift) % 65536]
    }
    fn outside_untouched(&self) {
        for at in self.watched() {
            if unsafe { *(at as *const u8) } != self.noise_byte(at, 0) {
                let offset = at as isize - self.pool as isize;
                wrong(&format!("the byte at offset {offset} from the region's base has changed, outside of it"));
            }
        }
    }
}

/// The same bytes that allocert puts there, so that what depends on them shows again.
fn noise() -> Vec<u8> {
    let mut state: u32 = 0x2545f491;
    let words = (0..16384).map(|_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    });
    words.flat_map(u32::to_le_bytes).collect()
}
`;
}

/** As the driver moves the end of a pool: what is taken is fresh, what is given back is watched. */
const MOVES = `    /// Offers the pool with another length, of which so much behind the old end stays nobody's.
    fn offer(&self, bytes: usize, gap: usize) -> bool {
        let (old, end) = (self.pool + self.bytes, self.pool + bytes);
        if bytes > REGION_BYTES + RESERVE_BYTES {
            return false;
        }
        self.watch(old..old + gap);
        self.freshen(old + gap..end);
        true
    }
    fn moved(&mut self, taken: bool, bytes: usize, gap: usize) {
        let (old, end) = (self.pool + self.bytes, self.pool + bytes);
        self.watch(if taken { end } else { old }..old.max(end) + WATCHED_BYTES);
        if taken {
            self.bytes = bytes;
            if gap > 0 {
                self.gaps.push(old..old + gap);
            }
            self.gaps.retain(|gap| gap.end <= end);
        }
    }
`;

function freshByte(fill: Reproduction['world']['fill']): string {
  switch (fill.kind) {
    case 'noise':
      return `self.noise_byte(at, ${(fill.seed + 1) >>> 0})`;
    case 'ones':
      return '0xff';
    case 'zero':
      return '0';
  }
}
