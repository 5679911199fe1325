// A far side without memory, in JavaScript: a bump allocator of offsets. Its arguments make it
// misbehave: `node offsets.mjs BEHAVIOUR [N]` does so at its N-th alloc, or at once.

import { closeSync } from 'node:fs';

const [, , behaviour = 'none', at = '0'] = process.argv;
const ALLOC = 1;
const REALLOC = 4;
const READ_BACK = 18;
const GRANTED = 1;
const REFUSED = 2;
const DONE = 3;
const NO_MEMORY = 5;
const REGION = { base: 0x10000, bytes: 0x10000 };
let allocs = 0;
let next = REGION.base;
let pending = Buffer.alloc(0);
let silent = false;

/** @type {(type: number, payload?: Buffer) => Buffer} */
const frame = (type, payload = Buffer.alloc(0)) => {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(payload.length, 0);
  head.writeUInt8(type, 4);
  return Buffer.concat([head, payload]);
};
/** @type {(type: number, payload?: Buffer) => void} */
const send = (type, payload) => {
  if (!silent) process.stdout.write(frame(type, payload));
};

function hello() {
  const payload = Buffer.alloc(48);
  payload.write('allocert', 'latin1');
  payload.writeUInt16LE(behaviour === 'newer-version' ? 2 : 1, 8);
  payload.writeUInt8(Number(/^sizes-of-(\d+)-bits$/.exec(behaviour)?.[1] ?? 32), 10);
  payload.writeUInt8(behaviour === 'starts-again' ? 4 : behaviour === 'never-again' ? 0 : 4, 11);
  // alloc, realloc, dealloc, deallocNull
  payload.writeUInt32LE(behaviour === 'no-dealloc' ? 1 << 1 : (1 << 1) | (1 << 4) | (3 << 7), 12);
  payload.writeUInt32LE(16, 20);
  payload.writeUInt32LE(1_024, 24);
  payload.writeBigUInt64LE(BigInt(REGION.base), 28);
  payload.writeBigUInt64LE(BigInt(REGION.base + REGION.bytes), 36);
  payload.writeUInt32LE(1, 44);
  return Buffer.concat([payload, Buffer.from('offsets')]);
}

/**
 * @param {number} outcome
 * @param {number} untouched
 * @param {number} value
 */
function answer(outcome, untouched, value) {
  const payload = Buffer.alloc(10);
  payload.writeUInt8(outcome, 0);
  payload.writeUInt8(untouched, 1);
  payload.writeBigUInt64LE(BigInt(value), 2);
  send(0x82, payload);
}

function begin() {
  next = REGION.base;
  const region = Buffer.alloc(32);
  region.writeBigUInt64LE(BigInt(REGION.base), 0);
  region.writeBigUInt64LE(BigInt(REGION.base + REGION.bytes), 8);
  region.fill(0xff, 16, 24);
  send(0x81);
  send(0x84, region);
  answer(DONE, 0, 0);
}

/** @type {Readonly<Record<string, () => unknown>>} */
const misdeeds = {
  exits: () => process.exit(3),
  signals: () => process.kill(process.pid, 'SIGSEGV'),
  hangs: () => {
    for (;;);
  },
  'goes-silent': () => {
    silent = true;
  },
  'closes-output': () => {
    closeSync(1);
    silent = true;
  },
  'says-garbage': () =>
    process.stdout.write('Hard fault at 0x1234, and more than a frame of text\n'),
  'answers-twice': () => {
    answer(GRANTED, NO_MEMORY, next);
  },
  'answers-unasked': () => {
    for (let more = 0; more < 100; more++) {
      send(0x81);
      answer(GRANTED, NO_MEMORY, next);
    }
  },
  'says-hello-again': () => {
    send(0x80, hello());
  },
  'prints-and-exits': () => {
    process.stderr.write('assertion failed: heap is fine\n');
    process.exit(9);
  },
  'reports-a-fault': () => {
    send(0x87, Buffer.from('\x04\x07\0\0\0bad address 7', 'latin1'));
  },
};

/** @param {{ kind: number, size: number }} operation */
function operate({ kind, size }) {
  if (kind === READ_BACK) return;
  send(0x81);
  if (kind === ALLOC) alloc(size);
  else answer(kind === REALLOC ? REFUSED : DONE, 0, 0);
}

/** @param {Buffer} payload */
function operateAll(payload) {
  let from = 0;
  const number = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = payload.readUInt8(from++);
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (from < payload.length) {
    const kind = payload.readUInt8(from);
    from += 3;
    const [, size] = [number(), number(), number()];
    operate({ kind, size });
  }
}

/** @param {number} bytes */
function alloc(bytes) {
  if (allocs++ === Number(at)) misdeeds[behaviour]?.();
  /** @type {number} */
  const start = Math.ceil(next / 8) * 8;
  if (start + bytes > REGION.base + REGION.bytes) {
    answer(REFUSED, 0, 0);
    return;
  }
  next = start + Math.max(bytes, 1);
  answer(GRANTED, NO_MEMORY, start);
}

/** @type {Readonly<Record<number, (payload: Buffer) => void>>} */
const handlers = {
  0x01: begin,
  0x02: operateAll,
  0x03: () => {
    send(0x86, Buffer.alloc(16));
  },
};

/** @type {Readonly<Record<string, () => unknown>>} */
const startUps = {
  'dies-at-once': () => process.exit(5),
  'says-nothing': () => setInterval(() => undefined, 1_000),
  'prints-text': () => process.stdout.write('Welcome to my board, press any key.\n'),
  'prints-numbers': () => process.stdout.write(Buffer.alloc(64, 7)),
  'half-a-hello': () => process.stdout.write(frame(0x80, hello()).subarray(0, 20)),
  'other-frame': () => {
    send(0x81);
  },
  'no-magic': () => {
    send(0x80, Buffer.alloc(48));
  },
};

const startUp = startUps[behaviour];
if (startUp === undefined) send(0x80, hello());
else startUp();

process.stdin.on('data', (bytes) => {
  pending = Buffer.concat([pending, bytes]);
  while (pending.length >= 5) {
    const length = pending.readUInt32LE(0);
    if (pending.length < 5 + length) return;
    handlers[pending.readUInt8(4)](pending.subarray(5, 5 + length));
    pending = pending.subarray(5 + length);
  }
});
process.stdin.on('end', () => process.exit(0));
