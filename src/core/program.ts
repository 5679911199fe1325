import { WORDS_PER_REQUEST, decodeRequest, encodeRequest, type Request } from './request.js';
import type { World } from './world.js';

/**
 * Generated requests in a world. Later requests name earlier grants by the index of the request
 * that produced them (S1 to S3), so that deleting any request leaves the rest meaningful.
 */
export interface Program {
  readonly world: World;
  /** Four words a request, see {@link Request}. */
  readonly words: Int32Array;
}

export const requestCount = (program: Program): number => program.words.length / WORDS_PER_REQUEST;

export function makeProgram(world: World, requests: readonly Request[]): Program {
  const words = new Int32Array(requests.length * WORDS_PER_REQUEST);
  requests.forEach((request, index) => {
    encodeRequest(request, words, index);
  });
  return { world, words };
}

export function requestsOf(program: Program): Request[] {
  return Array.from({ length: requestCount(program) }, (_, index) =>
    decodeRequest(program.words, index),
  );
}
