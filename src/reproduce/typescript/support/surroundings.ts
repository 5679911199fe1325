export * from './given-region.js';
