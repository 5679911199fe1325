import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../core/errors.js';
import { parseJson } from '../core/parse-json.js';
import { parseProgram } from '../core/parse-program-literal.js';
import { WITNESS_VERSION, savedWitnessSchema, type SavedWitness } from './saved-witness.js';

/** The witness in a file. @throws UsageError naming the file, what is wrong and what to do. */
export function readWitness(path: string): SavedWitness {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the witness ${path}: ${reasonOf(error)}`, { cause: error });
  }
  return parseWitness(text, path);
}

/** The same for a text that is at hand; `path` is for messages only. */
export function parseWitness(text: string, path: string): SavedWitness {
  const document = parseJson(text, path);
  refuseNewer(document, path);
  const parsed = savedWitnessSchema.safeParse(document);
  if (!parsed.success) {
    throw new UsageError(
      `${path} is not a witness of allocert:\n${z.prettifyError(parsed.error)}\n` +
        'Witness files are written by `allocert certify` and described in schemas/witness.schema.json.',
    );
  }
  checkLiteral(parsed.data.program, path);
  return parsed.data;
}

function refuseNewer(document: unknown, path: string): void {
  const schema = (document as { schema?: unknown } | null)?.schema;
  const version =
    typeof schema === 'string' ? /^allocert-witness\/(\d+)$/.exec(schema)?.[1] : undefined;
  if (version !== undefined && Number(version) > WITNESS_VERSION) {
    throw new UsageError(
      `${path} was written by a newer allocert: its format is ${String(schema)}, ` +
        `this one reads up to allocert-witness/${WITNESS_VERSION}. Update allocert.`,
    );
  }
}

function checkLiteral(literal: string, path: string): void {
  try {
    parseProgram(literal);
  } catch (error) {
    throw new UsageError(`the program in ${path} cannot be read: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
