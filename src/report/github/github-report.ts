import type { Report } from '../json/report-schema.js';
import { propertyMessage, whyNoPass } from '../verdict-words.js';

/**
 * Workflow commands of GitHub Actions, one a line: an error for each violated property and for each
 * subject that could not be judged, a warning where there is no verdict. Values are escaped, so that a
 * name or a message can be no command of its own.
 */
export function githubAnnotations({ subjects, notLoaded }: Report): string {
  const lines = [
    ...subjects.flatMap((subject) => {
      const file = fileOf(subject.subject);
      const name = subject.subject.name;
      const why = whyNoPass(subject);
      return [
        ...subject.properties
          .filter(({ witness }) => witness !== undefined)
          .map((property) => {
            const replay = property.witness?.replay ?? '';
            const message = `${propertyMessage(property)}\n${replay}`;
            return command('error', { title: `${name}: ${property.id}`, file }, message);
          }),
        ...(why === ''
          ? []
          : [
              command(
                'warning',
                { title: `${name}: no verdict`, file },
                `This is no pass: ${why}.`,
              ),
            ]),
      ];
    }),
    ...notLoaded.map(({ locator, message }) =>
      command('error', { title: `${locator}: not judged`, file: '' }, message),
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** An annotation stands beside a file only where the subject is one. */
const fileOf = ({ kind, locator }: Report['subjects'][number]['subject']): string =>
  kind === 'builtin' || kind === 'command' ? '' : locator.replace(/^\.\//, '');

function command(
  level: 'error' | 'warning',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const told = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${level} ${told.join(',')}::${escapedData(message)}`;
}

const escapedData = (value: string): string =>
  value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (value: string): string =>
  escapedData(value).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** The summary of a job in Markdown: a row for each subject, and the violated properties below. */
export function githubSummary({ subjects, notLoaded, seed }: Report): string {
  const rows = subjects.map(({ subject, verdict, properties, bounds }) => {
    const held = properties.filter((one) => one.verdict === 'holds').length;
    const broken = properties.filter((one) => one.verdict === 'violated').map(({ id }) => id);
    const cells = [
      cell(subject.name),
      words[verdict],
      `${held} of ${properties.length}`,
      broken.length === 0 ? '' : broken.join(', '),
      `${bounds.programs} programs, ${bounds.requests} requests`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const lost = notLoaded.map(
    ({ locator, message }) => `| ${cell(locator)} | :x: not judged |  | ${cell(message)} |  |`,
  );
  const told = subjects.flatMap(({ subject, properties }) =>
    properties.flatMap((property) =>
      property.witness === undefined
        ? []
        : [
            `**${cell(subject.name)}**: ${cell(propertyMessage(property))}`,
            '',
            indented(property.witness.replay),
            '',
          ],
    ),
  );
  return [
    `### allocert, seed ${seed}`,
    '',
    '| allocator | verdict | hold | violated | bounds |',
    '| --- | --- | --- | --- | --- |',
    ...[...rows, ...lost],
    '',
    ...told,
    '',
  ].join('\n');
}

const words = {
  holds: ':white_check_mark: holds',
  violated: ':x: violated',
  inconclusive: ':warning: inconclusive, no pass',
  notApplicable: ':warning: not judged',
} as const;

/** Text in a table of Markdown: no markup of its own, and one line. */
const cell = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]|~#!]/g, (found) => `\\${found}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s+/g, ' ');

/** A block of code by indentation, which no text can end. */
const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
