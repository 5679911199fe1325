/** Why a property has no verdict: the first five where it is not applicable, else inconclusive. */
export const reasonKinds = [
  'notClaimed',
  'noSuchCall',
  'cannotBeObserved',
  'notTested',
  'notAsked',
  'neverExercised',
  'masked',
  'interrupted',
  'timeSpent',
  'goalsMissed',
  'seenOnce',
] as const;

export type ReasonKind = (typeof reasonKinds)[number];
