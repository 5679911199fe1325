export * from './module-with-pool.js';
