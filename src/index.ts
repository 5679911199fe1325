/**
 * allocert as a library: certify, replay and inspect an allocator, and render what was found. The
 * command line is a layer over these.
 */
export { certify, type CertifyOptions } from './engine/certify.js';
export { replay, type ReplayOptions, type ReplayResult } from './engine/replay.js';
export { inspect, type InspectResult } from './engine/inspect.js';

export { humanReport } from './report/human/human-report.js';
export { plainPaint, type Paint } from './report/human/paint.js';
export { jsonReport, type NotLoaded, type ReportInput } from './report/json/json-report.js';
export { reportSchema } from './report/json/report-schema.js';
export type { InvocationFlags } from './report/reproduce-commands.js';

export { readWitness } from './witness/read-witness.js';
export { toSavedWitness } from './witness/to-saved-witness.js';
export { writeWitness } from './witness/write-witness.js';
export type { SavedWitness } from './witness/saved-witness.js';

export { parseProgram } from './core/parse-program-literal.js';
export { printProgram } from './core/program-literal.js';
export { parseContract } from './contract/document/parse-contract.js';
export { presetNames } from './contract/presets/index.js';
export type { Contract, ContractInput } from './contract/document/contract-schema.js';

export { AllocertError, SubjectError, ToolBugError, UsageError } from './core/errors.js';
export { ExitCode, type ExitCodeValue } from './core/exit-code.js';
export { propertyIds, type PropertyId } from './core/property-id.js';
export type * from './core/result.js';
export type * from './core/evidence.js';
export type { Verdict } from './core/verdict.js';

/** Programs as a fast-check arbitrary, for tests of one's own. */
export { ProgramArbitrary } from './generate/program-arbitrary.js';
export { makePlan, type GenerationPlan, type PlanOptions } from './generate/generation-plan.js';
export { featuresOf, type GeneratorFeature } from './generate/generator-feature.js';
export type { Program } from './core/program.js';

/** What a JavaScript or TypeScript module exports to be certified. */
export type { Allocator, AllocatorFactory, AllocatorModule, Pool } from './subjects/module-port.js';
