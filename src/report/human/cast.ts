import { propertyOf } from '../../../properties/index.js';
import type { Property } from '../../../properties/property.js';
import type { Evidence } from '../../core/evidence.js';
import type { Step } from '../../core/execution.js';
import { hostRefusedIn } from '../../core/host-refused.js';
import { outcomeText } from './outcome-text.js';
import { bytesText, plural } from './number-text.js';
import type { Scene } from './scene.js';
import { stepText } from './step-text.js';

const MOST_LINES = 14;

/**
 * The requests that lead to a contradiction, one line each with its answer: what is given, then the
 * step that breaks the property. Where they do not fit a screen, those that concern the allocations
 * of the evidence are shown and the others counted.
 */
export function castLines(scene: Scene): readonly string[] {
  const { execution, finding } = scene;
  const { ofWholeProgram = [] } = propertyOf[finding.property] as Property;
  const isWhole = ofWholeProgram.includes(finding.evidence.kind);
  const given = execution.steps.filter(
    (step) => step.index > 0 && (isWhole || step.index < finding.step),
  );
  const shown = given.length <= MOST_LINES ? given : concerned(given, finding.evidence);
  const rows = [...shown, ...(isWhole || scene.step === undefined ? [] : [scene.step])];
  const width = Math.max(0, ...rows.map((step) => stepText(step, scene).length));
  const number = Math.max(0, ...rows.map((step) => String(step.index).length));
  const line = (step: Step): string => {
    const asked = `${String(step.index).padStart(number)}  ${stepText(step, scene).padEnd(width)}`;
    return `    ${asked}   ${outcomeText(step, scene)}${hostText(step, scene)}`;
  };
  const hidden = given.length - shown.length;
  return [
    ...(given.length === 0 ? [] : ['  Let']),
    ...(hidden > 0 ? [`    ${plural(hidden, 'other request')} (in the program below)`] : []),
    ...shown.map(line),
    ...(isWhole || scene.step === undefined ? [] : [`  Step ${finding.step}`, line(scene.step)]),
  ];
}

/** What the host refused while the step was under way. */
function hostText({ index }: Step, { execution }: Scene): string {
  const bytes = hostRefusedIn(execution, index);
  return bytes > 0n ? `, where the host refused ${bytesText(bytes)}` : '';
}

function concerned(given: readonly Step[], evidence: Evidence): readonly Step[] {
  const allocations = allocationsOf(evidence);
  const about = given.filter((step) => allocations.has(step.allocation ?? step.index));
  return (about.length === 0 ? given : about).slice(-MOST_LINES);
}

function allocationsOf(evidence: Evidence): ReadonlySet<number> {
  const found = new Set<number>();
  for (const value of Object.values(evidence) as unknown[]) {
    if (typeof value !== 'object' || value === null || !('allocation' in value)) continue;
    if (typeof value.allocation === 'number') found.add(value.allocation);
  }
  return found;
}
