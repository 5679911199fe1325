/**
 * The numbers of `allocert-wire/1` (S39), the protocol between allocert and a far side: a program
 * that holds an allocator and is reached through its standard input and output. docs/protocol.md
 * describes it byte by byte; a test compares its worked example with what is encoded here.
 *
 * Everything is little-endian. A frame is {u32 length of the payload, u8 type, payload}.
 */
export const WIRE_VERSION = 1;

/** Bytes before the payload of a frame. */
export const FRAME_HEAD_BYTES = 5;

/** Frames to the far side. */
export const ToFarSide = { begin: 0x01, operations: 0x02, end: 0x03 } as const;

/** Frames from the far side. */
export const FromFarSide = {
  hello: 0x80,
  call: 0x81,
  answer: 0x82,
  skipped: 0x83,
  region: 0x84,
  damage: 0x85,
  done: 0x86,
  fault: 0x87,
} as const;

/**
 * What a far side says that it can do, as bits of one byte of its hello. What it does not say is not
 * asked of it, and what then cannot be judged is not applicable.
 */
export const Ability = {
  /** Fills blocks and reads them back. Without it only addresses are judged. */
  contents: 1,
  /** Takes the length of the region, its base and its fill from each program. */
  givenRegion: 2,
  /** Can begin again on a fresh region. Without it the command is started for every program. */
  startsAgain: 4,
  /** Reports a fault itself and goes on with the next program. */
  survivesFaults: 8,
  /** The region can grow beyond what the hello says. */
  grows: 16,
  /** Tells how many bytes it holds. */
  footprint: 32,
  /** Every request hands size and alignment over, frees too, as Rust's GlobalAlloc does. */
  layouts: 64,
} as const;

/** Kind of an operation beside those of RequestKind: reads back every live block. */
export const READ_BACK = 18;

/** Whether a `READ_BACK` is made at once, or only where a request was refused since the last one. */
export const ReadBack = { always: 0, ifRefused: 1 } as const;

/** Flag of a realloc: of null, so that its slot is a new one. */
export const OF_NULL = 1;

/** Most bytes of one operation in a frame of them. */
export const MOST_OPERATION_BYTES = 28;

/** Flags of a `begin`. */
export const BeginFlag = { usableWritable: 1, reallocToZeroFrees: 2 } as const;
