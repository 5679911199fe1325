/** Longest text of a fault that is kept, in characters. */
const MOST_CHARACTERS = 300;

/**
 * What was thrown, as one line of at most 300 characters: `name: message` of an error, else the
 * value. Folders are cut from paths, so that a report reads the same on every machine.
 *
 * The value comes from the subject and may be anything: a proxy, an object whose `message` throws.
 * This never throws.
 */
export function thrownText(thrown: unknown): string {
  try {
    return oneLine(rawText(thrown));
  } catch {
    return 'a value that cannot be shown';
  }
}

/** The text with white space joined, folders cut from paths, and its end cut at 300 characters. */
export function oneLine(text: string): string {
  // Cut early, so that a message of a gigabyte costs no scan of a gigabyte.
  const line = text
    .slice(0, 4 * MOST_CHARACTERS)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(foldersOfPath, '')
    .replaceAll(reloadMark, '$1')
    .trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 3)}...` : line;
}

/** `/one/two/` and `file:///one/two/` before a file's name, and the same with a drive letter. */
const foldersOfPath =
  /(?<![\w.:/\\])(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])(?:[^\s:'"`()/\\]+[\\/])+(?=[^\s/\\])/g;

/** What an import adds to a module's address so that it is evaluated again. */
const reloadMark = /(\.\w+)\?fresh=\d+/g;

function rawText(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { name, message } = thrown as { name?: unknown; message?: unknown };
  if (typeof message !== 'string')
    return `a thrown ${thrown instanceof Error ? 'error' : 'object'}`;
  return typeof name === 'string' && name !== '' ? `${name}: ${message}` : message;
}
