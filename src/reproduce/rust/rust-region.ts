import type { NativeCallShape } from '../../core/call-shape.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';

const DEFAULT_POOL_BYTES = 65_536;

/** The region of a Rust program with the bytes around it that nobody may touch. */
export function rustRegion({ world }: Reproduction, shape: NativeCallShape): string {
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
  const bounds =
    own === undefined
      ? `    fn bounds(&self, _subject: &Subject) -> (usize, usize) {
        (self.pool, self.pool + REGION_BYTES)
    }`
      : `    fn bounds(&self, subject: &Subject) -> (usize, usize) {
        let (mut low, mut high) = (0, 0);
        unsafe { (subject.${own})(&mut low, &mut high) };
        (low, high)
    }`;
  return `const REGION_BYTES: usize = ${bytes};
const WATCHED_BYTES: usize = 128;

/// The region lies ${world.baseOffset} behind a multiple of 65536, between bytes that nobody may touch.
struct Region {
    pool: usize,
    noise: Vec<u8>,
}
impl Region {
    fn new() -> Region {
        let memory = vec![0u8; 3 * 65536 + REGION_BYTES + WATCHED_BYTES].leak().as_mut_ptr() as usize;
        let region = Region { pool: memory - memory % 65536 + 2 * 65536 + ${world.baseOffset}, noise: noise() };
        for at in region.watched() {
            unsafe { *(at as *mut u8) = region.noise_byte(at, 0) };
        }
        for at in region.pool..region.pool + REGION_BYTES {
            unsafe { *(at as *mut u8) = ${freshByte(world.fill)} };
        }
        region
    }
${bounds}
    fn watched(&self) -> impl Iterator<Item = usize> {
        let end = self.pool + REGION_BYTES;
        (self.pool - WATCHED_BYTES..self.pool).chain(end..end + WATCHED_BYTES)
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

function freshByte(fill: Reproduction['world']['fill']): string {
  switch (fill.kind) {
    case 'noise':
      return `region.noise_byte(at, ${(fill.seed + 1) >>> 0})`;
    case 'ones':
      return '0xff';
    case 'zero':
      return '0';
  }
}
