import { UsageError } from '../core/errors.js';
import { parseProgram } from '../core/parse-program-literal.js';
import type { Program } from '../core/program.js';
import { parseRep } from '../traces/parse-rep.js';
import { parseWitness } from '../witness/read-witness.js';
import type { SavedWitness } from '../witness/saved-witness.js';
import { readTextFile } from './read-text-file.js';

/** What `replay` is given: a witness, or a program without a subject. */
export type Replayed =
  | { readonly kind: 'witness'; readonly saved: SavedWitness; readonly file: string }
  | {
      readonly kind: 'program';
      readonly program: Program;
      /** The word on the command line, to be typed again. */
      readonly source: string;
      /** The file that it came from; empty for a literal on the command line. */
      readonly file: string;
    };

/**
 * Reads the argument of `replay`: a program literal, or a file that holds a witness, a literal or a
 * trace of a malloc lab. Files are told apart by their first character: a witness is JSON, a literal
 * begins with its version, and a trace with a number or a comment.
 *
 * @throws UsageError naming the file and what is wrong with it.
 */
export function readReplayed(source: string): Replayed {
  if (isLiteral(source)) return programOf(parseProgram(source), source, '');
  const text = readText(source);
  if (isLiteral(text)) return programOf(parseProgramIn(text, source), source, source);
  if (/\.rep$/.test(source) || /^\s*(?:[-+\d]|#)/.test(text)) {
    return programOf(parseRep(text, source).program, source, source);
  }
  return { kind: 'witness', saved: parseWitness(text, source), file: source };
}

const isLiteral = (text: string): boolean => text.trimStart().startsWith('allocert/');

const programOf = (program: Program, source: string, file: string): Replayed => ({
  kind: 'program',
  program,
  source,
  file,
});

function parseProgramIn(text: string, path: string): Program {
  try {
    return parseProgram(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`the program in ${path} cannot be read: ${error.message}`, {
      cause: error,
    });
  }
}

function readText(path: string): string {
  const text = readTextFile(path, 'the witness, trace or literal').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new UsageError(`${path} is empty; nothing to replay`);
  return text;
}
