import { forget } from './forget.js';
import { intact } from './intact.js';
import { allocator } from './subject.js';

export function reset(): void {
  intact();
  allocator.reset();
  forget();
}
