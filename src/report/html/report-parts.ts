import type { Evidence } from '../../core/evidence.js';
import type { Report } from '../json/report-schema.js';

// The parts of a JSON report under names. Everything on the page is a function of these alone.

export type SubjectPart = Report['subjects'][number];
export type PropertyPart = SubjectPart['properties'][number];
export type WitnessPart = NonNullable<PropertyPart['witness']>;
export type VariationPart = NonNullable<WitnessPart['variations']>[number];
export type ExecutionPart = WitnessPart['executions'][number];
export type StepPart = ExecutionPart['steps'][number];
export type BlockPart = NonNullable<StepPart['owned']>[number];
export type ProsePart = StepPart['answer'];
export type SampleRunPart = NonNullable<SubjectPart['sampleRun']>;
export type AskedPart = NonNullable<SubjectPart['asked']>;

/** An integer of a report: a number where that is exact, else decimal digits. */
export type Exact = number | string;

type Jsoned<Value> = Value extends bigint
  ? Exact
  : Value extends object
    ? { readonly [Key in keyof Value]: Jsoned<Value[Key]> }
    : Value;

/** Evidence as it stands in a report: the same keys, integers as JSON has them. */
export type EvidencePart = Jsoned<Evidence>;

/** A property with the witness that violates it. */
export type ViolatedPart = PropertyPart & { readonly witness: WitnessPart };

/** The violated properties of a subject, the most ordinary first; those of the same cause behind it. */
export function violatedParts({ properties, violated = [] }: SubjectPart): ViolatedPart[] {
  const broken = properties.filter((one): one is ViolatedPart => one.witness !== undefined);
  return broken.sort((a, b) => violated.indexOf(a.id) - violated.indexOf(b.id));
}
