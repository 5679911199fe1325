import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How the support files of a language name one another. */
export interface Dialect {
  readonly folder: 'c' | 'rust' | 'typescript';
  /** Ending of the files, with its dot. */
  readonly ending: string;
  /** A statement by which a file uses another of its folder, whose name is group 1. */
  readonly uses: RegExp;
  /** A statement by which a file uses what the language has; it stands once, in the head. */
  readonly imports: RegExp;
  /** What makes a name known to other files. One file needs none of it. */
  readonly exports: RegExp;
}

/** A program as one file: what it imports, and everything else in the order of its use. */
export interface OneFile {
  readonly imports: readonly string[];
  readonly text: string;
}

/** The constants of a program; a sample stands in each folder, no program uses that. */
const SETTINGS = 'settings';

/**
 * A program as one file: before each text stand the support files that it names, each once.
 *
 * `written` are the texts that are made for this program, by name; they name support files as those
 * name one another, and stand in for the sample of the same name. `main` is the one to begin with.
 */
export function oneFile(dialect: Dialect, written: ReadonlyMap<string, string>): OneFile {
  const imports = new Set<string>();
  const seen = new Set<string>([SETTINGS]);
  const texts: string[] = [];
  const add = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const source = written.get(name) ?? supportFile(dialect, name);
    for (const [, used] of source.matchAll(dialect.uses)) add(used ?? '');
    for (const [statement] of source.matchAll(dialect.imports)) imports.add(statement.trim());
    const text = source
      .replaceAll(dialect.uses, '')
      .replaceAll(dialect.imports, '')
      .replaceAll(dialect.exports, '')
      .trim();
    if (text !== '') texts.push(text);
  };
  add('main');
  return { imports: [...imports].sort(), text: `${texts.join('\n\n')}\n` };
}

/** Read from the package, where the sources lie beside what is compiled. */
function supportFile({ folder, ending }: Dialect, name: string): string {
  const path = `../../../src/reproduce/${folder}/support/${name}${ending}`;
  return readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
}
