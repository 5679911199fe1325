import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { UsageError } from '../core/errors.js';
import { nearestWord } from '../core/nearest-word.js';
import { propertyIds } from '../core/property-id.js';
import { efforts, readAlign, readDuration, readReporter } from './option-values.js';

/** What an option's reader refuses, the schema refuses with the same words. */
const read = <Value>(reader: (text: string) => Value) =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    try {
      return reader(String(value));
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  });

/** The configuration file: every key is an option of `certify`; an unknown key is an error. */
const configSchema = z.strictObject({
  contract: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe('Preset, file or contract document, as --contract.'),
  maxAlign: read(readAlign).optional().describe('As --max-align.'),
  exports: z.record(z.string(), z.string()).optional().describe('As --export.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .describe('As --seed.'),
  effort: z.enum(efforts).optional().describe('As --effort.'),
  runs: z.int().min(1).optional().describe('As --runs.'),
  maxTime: read(readDuration).optional().describe('As --max-time: "30s", "10m".'),
  properties: z.array(z.enum(propertyIds)).min(1).optional().describe('As --property.'),
  reporters: z
    .array(read(readReporter))
    .min(1)
    .optional()
    .describe('As --reporter: "json", "html=report.html".'),
  outputDir: z.string().min(1).optional().describe('As --output-dir.'),
  save: z.boolean().optional().describe('false is --no-save.'),
});

export type Config = z.output<typeof configSchema>;

/** What a configuration file says. @throws UsageError naming the file, every mistake and the nearest key */
export function parseConfig(input: unknown, path: string): Config {
  const parsed = configSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const near = parsed.error.issues
    .flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
    .map((key) => ({ key, word: nearestWord(key, Object.keys(configSchema.shape)) }))
    .flatMap(({ key, word }) => (word === undefined ? [] : [`"${key}": did you mean "${word}"?`]));
  throw new UsageError(
    [`mistakes in the configuration ${path}:`, z.prettifyError(parsed.error), ...near].join('\n'),
  );
}
