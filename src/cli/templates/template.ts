/** A small project that `allocert init` writes: an allocator to be replaced, ready to be certified. */
export interface Template {
  /** What the user asks for: `rust`. */
  readonly language: string;
  /** Folder of the template, from the root of the package. */
  readonly folder: string;
  /** Its files; listed, so that what a build leaves in the folder is not copied. */
  readonly files: readonly string[];
  /** Files that are written beside them; npm leaves a .gitignore out of every package. */
  readonly ignored: readonly string[];
  /** What the names in the template's files stand for; each is replaced wherever it occurs. */
  replacements(name: string): Readonly<Record<string, string>>;
  /** Why this name will not do, as half a sentence; undefined for a good one. */
  refuses(name: string): string | undefined;
  /** Commands that build and certify it, to be run in its folder, one a line. */
  nextSteps(name: string): readonly string[];
}
