import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { WORDS_PER_REQUEST } from '../../dist/src/core/request.js';
import { alphabetOf, type AlphabetReach } from '../../dist/src/shrink/alphabet.js';
import { ShorterPrograms, countShorterPrograms } from '../../dist/src/shrink/shorter-programs.js';

const anyProgram = (): boolean => true;

function all(text: string, reach: AlphabetReach, length: number): string[] {
  const witness = parseProgram(text);
  const programs = new ShorterPrograms(alphabetOf(witness, reach, anyProgram), length);
  const texts: string[] = [];
  while (programs.hasNext) {
    const words = new Int32Array(length * WORDS_PER_REQUEST);
    programs.writeNext(words, 0);
    texts.push(printProgram({ world: witness.world, words }).replace('allocert/1 ', ''));
  }
  return texts;
}

describe('ShorterPrograms', () => {
  it('lists every program over the witness’s requests with references to live blocks only', () => {
    expect(all('allocert/1 A=alloc(8) realloc(A,3)', 'requests', 2)).toEqual([
      'A=alloc(8) B=alloc(8)',
      'A=alloc(8) realloc(A,3)',
      'A=alloc(8) free(A)',
    ]);
  });

  it('forgets all blocks at a reset and lets only freed ones be freed twice', () => {
    const texts = all('allocert/1 A=alloc(8) reset free(A) freeInvalid(twice,A)', 'requests', 3);
    expect(texts).toContain('A=alloc(8) free(A) freeInvalid(twice,A)');
    expect(texts.filter((text) => /reset free/.test(text))).toEqual([]);
    expect(texts.filter((text) => /^A=alloc\(8\) freeInvalid/.test(text))).toEqual([]);
  });

  it.each([
    ['allocert/1 A=alloc(8) realloc(A,3)', 'own', 4],
    ['allocert/1 A=alloc(8,16) free(A) B=allocZeroed(24)', 'blocks', 3],
    ['allocert/1 A=alloc(8) free(A) freeInvalid(twice,A) reset', 'own', 4],
    ['allocert/1 A=alloc(8,4) drain(reverse) usable(A)', 'wide', 2],
  ] as const)('counts as many programs as it lists: %s, %s, %i', (text, reach, length) => {
    const texts = all(text, reach, length);
    expect(new Set(texts).size).toBe(texts.length);
    expect(countShorterPrograms(alphabetOf(parseProgram(text), reach, anyProgram), length)).toBe(
      texts.length,
    );
  });
});
