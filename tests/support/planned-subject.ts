import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { chooseContract } from '../../dist/src/contract/choose-contract.js';
import type { Contract } from '../../dist/src/contract/document/contract-schema.js';
import { runSettings } from '../../dist/src/contract/terms/run-settings.js';
import { makePlan, type GenerationPlan } from '../../dist/src/generate/generation-plan.js';
import type { RunSettings, Subject } from '../../dist/src/subjects/subject.js';
import { openInProcess } from './in-process.js';

/** A module in this very thread with all that a batch for it is made and run by. */
export interface PlannedSubject {
  readonly subject: Subject;
  readonly contract: Contract;
  readonly settings: RunSettings;
  readonly plan: GenerationPlan;
}

/** Opens the module at a path relative to the checkout under the contract that it exports. */
export async function openPlanned(file: string, macroLimit = 500): Promise<PlannedSubject> {
  const subject = await openInProcess(file);
  const { description } = subject;
  const { contract } = await chooseContract(description);
  const terms = termsOf(contract, description);
  const settings = runSettings(terms, { hangLimitMs: 1_000, macroLimit });
  return {
    subject,
    contract,
    settings,
    plan: makePlan(terms, { effort: 'quick' }),
  };
}
