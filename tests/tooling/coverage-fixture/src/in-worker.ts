import { parentPort } from 'node:worker_threads';

type Unused = { readonly takesThisLineAwayInJavaScript: true };

export function parity(value: number): string {
  return value % 2 === 0 ? 'even' : 'odd';
}

export type AlsoUnused = Unused;

parentPort?.postMessage(parity(2) + parity(3));
