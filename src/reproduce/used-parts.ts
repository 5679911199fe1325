/** The support files of a language by the functions of theirs that a program calls. */
export type PartByFunction = Readonly<Record<string, string>>;

/** The names of the support files that a program's text needs, in the order of the table. */
export const usedParts = (parts: PartByFunction, text: string): string[] => [
  ...new Set(
    Object.entries(parts)
      .filter(([name]) => text.includes(`${name}(`))
      .map(([, part]) => part),
  ),
];
