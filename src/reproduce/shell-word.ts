/** A word of a POSIX shell, quoted where it has to be. */
export const shellWord = (word: string): string =>
  /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
