import { say } from './say.js';

/** What is asked at the moment. A premise that fails only says that there is nothing to show. */
export const current = { step: 0, request: 'init', isPremise: false };

/** A wrong answer ends the program: no step after it would say anything. */
export function wrong(text: string): never {
  const end = current.isPremise ? '; so there is nothing to show' : '';
  say(`step ${current.step}, ${current.request}: ${text}${end}`);
  process.exit(current.isPremise ? 0 : 1);
}
