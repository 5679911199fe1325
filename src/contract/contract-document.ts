import { z } from 'zod';
import { contractSchema } from './contract-schema.js';
import { presetNames } from './presets/index.js';

/**
 * A contract as a user writes it: the clauses, and the preset that they change.
 */
export const contractDocumentSchema = contractSchema.extend({
  $schema: z.string().optional().describe('Where editors find the JSON Schema; not read.'),
  extends: z
    .enum(presetNames)
    .optional()
    .describe(
      'Preset whose clauses hold where this document says nothing. Objects are ' +
        'merged, lists replaced.',
    ),
});
