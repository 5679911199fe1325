import { blocks } from './blocks.js';

export function forget(): void {
  for (const one of blocks) one.live = false;
}
