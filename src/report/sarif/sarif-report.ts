import { createHash } from 'node:crypto';
import { propertyOf } from '../../../properties/index.js';
import { propertyIds } from '../../core/property-id.js';
import type { JsonValue } from '../../witness/json-value.js';
import type { Report } from '../json/report-schema.js';
import { plain, propertyMessage, wellFormed, whyNoPass } from '../verdict-words.js';

type Subject = Report['subjects'][number];
type Property = Subject['properties'][number];

const kinds = {
  holds: 'pass',
  violated: 'fail',
  inconclusive: 'open',
  notApplicable: 'notApplicable',
} as const;

/**
 * SARIF 2.1.0: a rule for each property, a result for each property of each subject, the steps of a
 * witness as a thread flow. Only `holds` is a pass; what is inconclusive is open, and a run with any of
 * it, or with a subject that could not be loaded, was not successful.
 */
export function sarifReport({ tool, subjects, notLoaded, run }: Report): JsonValue {
  const notes = [
    ...notLoaded.map(({ locator, message }) => notification(`${locator}: ${message}`)),
    ...subjects
      .filter((subject) => whyNoPass(subject) !== '')
      .map((subject) =>
        notification(`${subject.subject.locator}: no verdict: ${whyNoPass(subject)}`),
      ),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules: propertyIds.map(rule) } },
        invocations: [
          {
            executionSuccessful: notes.length === 0,
            ...(run === undefined ? {} : { exitCode: run.exitCode, commandLine: run.command }),
            toolExecutionNotifications: notes,
          },
        ],
        artifacts: subjects.map(artifact),
        columnKind: 'utf16CodeUnits',
        results: subjects.flatMap((subject, index) =>
          subject.properties.map((property) => result(subject, index, property)),
        ),
      },
    ],
  };
}

const notification = (text: string): JsonValue => ({ level: 'error', message: { text } });

const rule = (id: (typeof propertyIds)[number]): JsonValue => ({
  id,
  shortDescription: { text: propertyOf[id].claim },
  fullDescription: { text: propertyOf[id].why },
  help: { text: `${propertyOf[id].claim} ${propertyOf[id].why} Source: ${propertyOf[id].source}` },
});

const artifact = ({ subject }: Subject): JsonValue => ({
  location: { uri: uriOf(subject.locator) },
  hashes: { 'sha-256': subject.digest.sha256 },
});

/** A relative path stays one; whatever else a locator holds is escaped, so that it is an URI. */
const uriOf = (locator: string): string =>
  locator
    .replace(/^\.\//, '')
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(wellFormed(part)).replaceAll('%3A', ':'))
    .join('/');

function result(subject: Subject, index: number, property: Property): JsonValue {
  const { id, verdict, witness } = property;
  return {
    ruleId: id,
    ruleIndex: propertyIds.indexOf(id),
    kind: kinds[verdict],
    level: verdict === 'violated' ? 'error' : 'none',
    message: { text: propertyMessage(property) },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(subject.subject.locator), index } } },
    ],
    ...(witness === undefined
      ? {}
      : {
          partialFingerprints: { 'allocertViolation/v1': fingerprint(subject, property) },
          codeFlows: [
            { message: { text: witness.program }, threadFlows: [threadFlow(subject, property)] },
          ],
          properties: { program: witness.program, replay: witness.replay, clause: witness.clause },
        }),
  };
}

/**
 * The same for the same kind of violation of the same subject, whatever seed found it: subject, property,
 * clause, kind of evidence and the kinds of the requests, without sizes and addresses.
 */
function fingerprint({ subject }: Subject, { id, witness }: Property): string {
  const kindsOfSteps = witness?.executions.at(0)?.steps.map(({ kind }) => kind) ?? [];
  const parts = [subject.locator, id, witness?.clause, witness?.evidence.kind, ...kindsOfSteps];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function threadFlow({ subject }: Subject, { witness }: Property): JsonValue {
  const steps = witness?.executions.at(0)?.steps ?? [];
  const told = steps.filter(({ index }) => index > 0 || steps.length === 1);
  return {
    locations: told.map((step) => ({
      executionOrder: step.index,
      importance: step.index === witness?.step ? 'essential' : 'important',
      location: {
        physicalLocation: { artifactLocation: { uri: uriOf(subject.locator) } },
        message: { text: `${step.text}: ${plain(step.answer)}` },
      },
    })),
  };
}
