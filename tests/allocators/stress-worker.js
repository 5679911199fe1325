// One thread of the stress tests: it takes part in one job, then posts one report. Plain
// JavaScript, because Node 20 starts no worker from TypeScript.

import { parentPort, workerData } from 'node:worker_threads';
import { BumpAllocator } from '../../dist/src/allocators/bump.js';
import { FirstFitAllocator } from '../../dist/src/allocators/first-fit.js';
import { Mutex } from '../../dist/src/allocators/mutex.js';

/** @typedef {import('./run-workers.js').Job} Job */
/** @typedef {import('./run-workers.js').Grant} Grant */
/** @typedef {import('./run-workers.js').ChurnReport} ChurnReport */

/** @type {Record<Job['kind'], (job: any, worker: number) => unknown>} */
const jobs = { grants, exhaust, churn, count, enter };

const { job, worker, workers, startLine } = workerData;
meet(new Int32Array(startLine), workers);
parentPort?.postMessage(jobs[/** @type {Job['kind']} */ (job.kind)](job, worker));

/**
 * Bump: writes a pattern to every grant and verifies all of them once every thread has finished.
 *
 * @param {Extract<Job, { kind: 'grants' }>} job
 * @param {number} worker
 * @returns {{ grants: Grant[], damaged: number }}
 */
function grants(job, worker) {
  const allocator = BumpAllocator.attach(job.handle);
  const bytes = new Uint8Array(job.handle.memory);
  const random = generator(worker);
  /** @type {Grant[]} */
  const granted = [];
  for (let serial = 0; serial < job.rounds; serial++) {
    const size = random(32);
    const align = 2 ** random(7);
    const address = allocator.alloc(size, align);
    if (address === null) continue;
    fill(bytes, address, size, worker, serial);
    granted.push({ address, size, align, serial });
  }
  meet(new Int32Array(job.finishLine), workers);
  const damaged = granted.filter(
    ({ address, size, serial }) => !verify(bytes, address, size, worker, serial),
  );
  return { grants: granted, damaged: damaged.length };
}

/**
 * Bump: adds one to every byte it is granted, one byte at a time, until the pool is full.
 *
 * @param {Extract<Job, { kind: 'exhaust' }>} job
 */
function exhaust(job) {
  const allocator = BumpAllocator.attach(job.handle);
  const bytes = new Uint8Array(job.handle.memory);
  let grants = 0;
  for (let address; (address = allocator.alloc(1, 1)) !== null; grants++) {
    Atomics.add(bytes, address, 1);
  }
  return { grants };
}

/**
 * First fit: allocates, writes, verifies and frees, with at most five live allocations of its own.
 *
 * Five times 208 bytes are 65 of the 254 blocks. When a worker asks, it has at most four and the
 * three others at most five each, which leaves seven free: a request for one block must be granted,
 * however the threads are scheduled. So each round ends with a grant, the small one if need be.
 *
 * @param {Extract<Job, { kind: 'churn' }>} job
 * @param {number} worker
 * @returns {ChurnReport}
 */
function churn(job, worker) {
  const allocator = FirstFitAllocator.attach(job.handle);
  const bytes = new Uint8Array(job.handle.memory);
  const random = generator(worker);
  /** @type {{ address: number, size: number, serial: number }[]} */
  const live = [];
  const report = { granted: 0, refused: 0, freed: 0, damaged: 0, unfreed: 0 };

  /** @param {{ address: number, size: number, serial: number }} allocation */
  const free = ({ address, size, serial }) => {
    if (!verify(bytes, address, size, worker, serial)) report.damaged++;
    if (allocator.deallocate(address, size) === 'freed') report.freed++;
    else report.unfreed++;
  };

  for (let serial = 0; serial < job.rounds; serial++) {
    // The larger of two: large enough on the whole that long runs of free blocks are rare.
    let size = 8 + Math.max(random(201), random(201));
    let address = allocator.allocate(size);
    if (address === null) {
      size = 8;
      address = allocator.allocate(size);
    }
    if (address === null) {
      report.refused++;
      continue;
    }
    report.granted++;
    fill(bytes, address, size, worker, serial);
    live.push({ address, size, serial });
    if (live.length === 5) live.splice(random(5), 1).forEach(free);
  }
  live.forEach(free);
  return report;
}

/**
 * Mutex: adds one to a plain word, many times, each time under the lock.
 *
 * @param {Extract<Job, { kind: 'count' }>} job
 */
function count(job) {
  const mutex = new Mutex(job.buffer, 0);
  const counter = new Int32Array(job.buffer, 4, 1);
  for (let round = 0; round < job.rounds; round++) {
    mutex.withLock(() => {
      counter[0] += 1;
    });
  }
  return {};
}

/**
 * Mutex: takes the lock once and leaves its mark, one more than the number of marks before.
 *
 * @param {Extract<Job, { kind: 'enter' }>} job
 */
function enter(job) {
  const mark = new Mutex(job.buffer, 0).withLock(() => {
    const marks = new Int32Array(job.buffer, 4, 1);
    marks[0] += 1;
    return marks[0];
  });
  return { mark };
}

/**
 * Returns once all threads have come here, so that none works while the others still start.
 *
 * @param {Int32Array} line a zeroed word
 * @param {number} threads
 */
function meet(line, threads) {
  if (Atomics.add(line, 0, 1) === threads - 1) {
    Atomics.notify(line, 0);
    return;
  }
  for (let here; (here = Atomics.load(line, 0)) < threads;) Atomics.wait(line, 0, here);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} address
 * @param {number} size
 * @param {number} worker
 * @param {number} serial
 */
function fill(bytes, address, size, worker, serial) {
  for (let offset = 0; offset < size; offset++) {
    bytes[address + offset] = patternByte(worker, serial, offset);
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} address
 * @param {number} size
 * @param {number} worker
 * @param {number} serial
 */
function verify(bytes, address, size, worker, serial) {
  for (let offset = 0; offset < size; offset++) {
    if (bytes[address + offset] !== patternByte(worker, serial, offset)) return false;
  }
  return true;
}

/**
 * The two high bits are the worker, so that four workers never write the same byte.
 *
 * @param {number} worker
 * @param {number} serial
 * @param {number} offset
 */
function patternByte(worker, serial, offset) {
  return (worker << 6) | ((serial * 7 + offset) & 63);
}

/**
 * Numbers from 0 up to a bound, the same for a seed each time.
 *
 * @param {number} seed
 * @returns {(bound: number) => number}
 */
function generator(seed) {
  let state = seed + 1;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
