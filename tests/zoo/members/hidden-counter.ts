/** Promises determinism, but places by a hidden state that outlives the allocator. */
export { default } from '../correct/scattered.js';

export { contract } from '../correct/offset-space.js';
