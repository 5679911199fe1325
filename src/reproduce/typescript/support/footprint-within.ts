import { footprint } from './subject.js';
import { wrong } from './wrong.js';

export function footprintWithin(most: number): void {
  const bytes = footprint();
  if (bytes > most) wrong(`holds ${bytes} bytes, more than ${most}`);
}
