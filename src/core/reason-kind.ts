/** Why a property has no verdict: the first four where it is not applicable, else inconclusive. */
export const reasonKinds = [
  'notClaimed',
  'noSuchCall',
  'cannotBeObserved',
  'notAsked',
  'neverExercised',
  'masked',
  'interrupted',
  'timeSpent',
  'goalsMissed',
  'seenOnce',
] as const;

export type ReasonKind = (typeof reasonKinds)[number];
