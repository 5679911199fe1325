import type { Report } from '../json/report-schema.js';
import { plain, propertyMessage, wellFormed, whyNoPass } from '../verdict-words.js';

type Subject = Report['subjects'][number];
type Property = Subject['properties'][number];

/**
 * JUnit XML: a suite for each subject and a case for each property. What is violated is a failure, what
 * is inconclusive or could not be loaded is an error, what is not applicable is skipped: only `holds`
 * is a pass.
 */
export function junitReport({ subjects, notLoaded }: Report): string {
  const lost = notLoaded.map(({ locator, code, message }) => {
    const error = element('error', { type: code, message });
    const load = element('testcase', { name: 'load', classname: locator }, error);
    const counts = { tests: 1, failures: 0, errors: 1, skipped: 0 };
    return element('testsuite', { name: locator, ...counts }, load);
  });
  const suites = element('testsuites', { name: 'allocert' }, ...subjects.map(suite), ...lost);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}\n`;
}

function suite(subject: Subject): string {
  const { properties, bounds, ended } = subject;
  const { locator } = subject.subject;
  const count = (verdict: Property['verdict']): number =>
    properties.filter((one) => one.verdict === verdict).length;
  const open = count('inconclusive');
  const why = whyNoPass(subject);
  // No pass without an error, even where each property has its verdict.
  const isPartial = why !== '' && (open === 0 || ended === 'interrupted' || ended === 'timeSpent');
  const cases = properties.map((property) => testcase(property, locator));
  if (isPartial) {
    const error = element('error', { type: ended, message: why });
    cases.push(element('testcase', { name: 'campaign', classname: locator }, error));
  }
  const counts = {
    tests: cases.length,
    failures: count('violated'),
    errors: open + (isPartial ? 1 : 0),
    skipped: count('notApplicable'),
    time: (bounds.elapsedMs / 1000).toFixed(3),
  };
  return element('testsuite', { name: locator, ...counts }, ...cases);
}

function testcase(property: Property, locator: string): string {
  const { id, verdict } = property;
  const message = propertyMessage(property);
  const known = { name: id, classname: locator };
  switch (verdict) {
    case 'holds':
      return element('testcase', known);
    case 'violated': {
      const failure = element('failure', { type: id, message }, text(failureText(property)));
      return element('testcase', known, failure);
    }
    case 'inconclusive':
      return element('testcase', known, element('error', { type: verdict, message }));
    case 'notApplicable':
      return element('testcase', known, element('skipped', { message }));
  }
}

/** An element with escaped attributes; what stands in it is XML already. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const pairs = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${attribute(String(value))}"`,
  );
  const open = `<${name}${pairs.join('')}`;
  if (children.length === 0) return `${open}/>`;
  const isBlock = name.startsWith('testsuite');
  return isBlock
    ? `${open}>\n${children.join('\n')}\n</${name}>`
    : `${open}>${children.join('')}</${name}>`;
}

function failureText({ claim, witness }: Property): string {
  if (witness === undefined) return claim;
  const steps = witness.executions.at(0)?.steps ?? [];
  return [
    claim,
    ...steps
      .filter(({ index }) => index > 0)
      .map(({ index, text: request, answer }) => `${index}  ${request}   ${plain(answer)}`),
    `Program: ${witness.program}`,
    `Replay: ${witness.replay}`,
  ].join('\n');
}

/** Characters that XML 1.0 cannot hold at all become question marks. */
const allowed = (value: string): string =>
  wellFormed(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?');

const text = (value: string): string =>
  allowed(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const attribute = (value: string): string =>
  text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
