import { expect, test } from 'vitest';
import { propertyOf } from '../../dist/properties/index.js';
import type { PropertyId } from '../../dist/src/core/property-id.js';
import { CLEAN, UNSURE } from '../../dist/src/judge/kernel-state.js';
import { judgeScript, type ScriptedTrial } from './judge-script.js';

/** One execution and what must be said of it. */
export interface PropertyCase extends ScriptedTrial {
  /** A fact, as the title of the test. */
  readonly fact: string;
  readonly leads: PropertyId | 'nothing';
  /** Properties that break beside the lead, in the order of S19; absent: none. */
  readonly then?: readonly PropertyId[];
  /** Kind of the leading evidence, or parts of it. */
  readonly evidence?: object;
  /** Step of the leading finding. */
  readonly step?: number;
  /** Path of the clause that the leading finding rests on. */
  readonly clause?: string;
  /** How many checks must have been counted. */
  readonly checks?: Partial<Record<PropertyId, number>>;
}

/** A test for each case; the fast judge must not say the contrary of the specification. */
export function propertyCases(cases: readonly PropertyCase[]): void {
  test.each(cases)('$fact', async (one) => {
    const { findings, checks, kernel, overOthers } = await judgeScript(one);
    const expected = one.leads === 'nothing' ? [] : [one.leads, ...(one.then ?? [])];
    expect(findings.map(({ property }) => property)).toEqual(expected);
    for (const { property, evidence } of findings)
      expect(propertyOf[property].evidence).toContain(evidence.kind);
    if (one.evidence !== undefined) expect(findings.at(0)?.evidence).toMatchObject(one.evidence);
    if (one.step !== undefined) expect(findings.at(0)?.step).toBe(one.step);
    if (one.clause !== undefined) expect(findings.at(0)?.clause).toBe(one.clause);
    for (const [property, count] of Object.entries(one.checks ?? {})) {
      expect([property, checks.get(property as PropertyId) ?? 0]).toEqual([property, count]);
    }
    if (kernelHasASay(one) && kernel !== UNSURE) {
      expect(kernel === CLEAN).toBe(expected.length === 0);
    }
    // Behind a step that is broken, the others are not judged.
    if (one.others === undefined || !findings.every(({ property }) => overOthers.has(property)))
      return;
    for (const [property, verdict] of overOthers) {
      const isBroken = findings.some((finding) => finding.property === property);
      // It finds no fault itself, but clears by itself whatever has none.
      expect([property, verdict === 'unsure']).toEqual([property, isBroken]);
      if (propertyOf[property].countedBy !== 'specification' || isBroken) continue;
      expect([property, verdict === 'holds']).toEqual([property, (checks.get(property) ?? 0) > 0]);
    }
  });
}

/** The kernel knows one execution, and nothing of what a test makes up. */
const kernelHasASay = ({ edit, others }: PropertyCase): boolean =>
  others === undefined && edit === undefined;
