export * from './watched-call.js';
