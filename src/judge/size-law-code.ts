import { asksAny, sizeRuleOf, type SizeRule } from '../contract/requests/size-law.js';
import type { Terms } from '../contract/terms/terms.js';
import { requestKindNames } from '../core/request-kind.js';

/** What the contract says of a size, for the fast judge; see `sizeLaw`. */
export const LAWFUL = 0;
export const REFUSED = 1;
/** Rounded up, or undefined: the specification knows what follows. */
export const OTHERWISE = 2;

/** The law of sizes above 0 by the code of a kind, in numbers that are exact up to 2^53. */
export class SizeLawCodes {
  private readonly rules: readonly (SizeRule | undefined)[];

  constructor(private readonly terms: Terms) {
    this.rules = requestKindNames.map((kind) => sizeRuleOf(terms, kind));
  }

  of(kind: number, bytes: number, alignLog2: number): number {
    const { terms } = this;
    const rule = this.rules[kind];
    if (rule === undefined) return OTHERWISE;
    const above = terms.abovePtrdiffMax === 'refused' && asksAny(rule) ? REFUSED : OTHERWISE;
    if (bytes > terms.ptrdiffMax) return above;
    // Equal counts too: of 64 bits PTRDIFF_MAX is 2^63 in a double, and so is what lies just below.
    const align = 2 ** Math.max(alignLog2, terms.carriedAlignLog2);
    if (terms.abovePtrdiffMax === 'undefined' && bytes + align - 1 >= terms.ptrdiffMax)
      return OTHERWISE;
    if (bytes > rule.largest) return rule.above === 'refused' ? REFUSED : OTHERWISE;
    if (bytes >= rule.smallest) return LAWFUL;
    return rule.below === 'refused' ? REFUSED : OTHERWISE;
  }
}
