import type { SourceFile } from './source-file.js';

/** What a rule finds wrong in one file, one sentence each; empty where all is well. */
export type Rule = (file: SourceFile) => readonly string[];

const code = /\.(?:ts|js|mjs|c|h|sh)$/;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const vague = /^(?:utils?|helpers?|common|misc|shared|stuff)$/;
const leftover = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`);
const machinePath = /(?<![\w.)}\]-])(?:\/(?:home|Users|root|work|mnt)\/\w|[A-Z]:\\\\?\w)/;

/** A file is one concept; past 300 lines it is split by concept. */
export const fileLength: Rule = ({ path, text }) => {
  const lines = text.split('\n').length - 1;
  return code.test(path) && lines > 300 ? [`has ${lines} lines, more than 300`] : [];
};

/** A line fits a screen. A line that holds a link may be longer, as nobody can break that. */
export const lineLength: Rule = ({ path, text }) =>
  code.test(path)
    ? eachLine(text, (line) =>
        line.length > 120 && !/https?:\/\//.test(line)
          ? `is ${line.length} characters long, more than 120`
          : undefined,
      )
    : [];

/** A file is named in kebab-case after the concept that it holds, so not after none. */
export const fileName: Rule = ({ path }) => {
  if (!code.test(path)) return [];
  return path.split('/').flatMap((segment) => {
    if (vague.test(segment.replace(/\..*$/, ''))) return [`"${segment}" names no concept`];
    return kebabCase.test(segment.replace(/^\./, '')) ? [] : [`"${segment}" is not kebab-case`];
  });
};

/** What is left to do belongs into an issue, where it has an owner. */
export const noLeftovers: Rule = ({ text }) =>
  eachLine(text, (line) => leftover.exec(line)?.[0] && 'holds a note of unfinished work');

/** A path of one machine is wrong on every other. */
export const noMachinePaths: Rule = ({ text }) =>
  eachLine(text, (line) => {
    const found = machinePath.exec(line)?.[0];
    return found === undefined ? undefined : `holds a path of one machine, "${found}..."`;
  });

function eachLine(text: string, find: (line: string) => string | undefined): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = find(line);
    return found === undefined || found === '' ? [] : [`line ${index + 1} ${found}`];
  });
}
