import type { Evidence } from '../../core/evidence.js';

/** The evidence of one kind. */
export type EvidenceOf<Kind extends Evidence['kind']> = Extract<Evidence, { kind: Kind }>;
