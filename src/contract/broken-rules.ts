/** A condition under which clauses contradict one another, and the sentence that says so. */
export type Rule = readonly [broken: boolean, sentence: string];

/** The sentences of the rules that are broken. */
export function brokenRules(...rules: readonly Rule[]): string[] {
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence);
}
