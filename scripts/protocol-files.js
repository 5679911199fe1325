// The numbers of the observation protocol for those who run programs and are not TypeScript: the
// driver in C, and the far sides of the examples in C and Rust. `npm run protocol` writes them; a test
// compares.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EntryPoint } from '../dist/src/core/entry-point.js';
import { DamageAspect, EventType, WORDS_PER_EVENT } from '../dist/src/core/event-record.js';
import { ExecutionStatus, Header, WORDS_PER_HEADER } from '../dist/src/core/execution-batch.js';
import { Fault, Phase } from '../dist/src/core/fault.js';
import * as observation from '../dist/src/core/observation.js';
import * as pattern from '../dist/src/core/pattern.js';
import { QuantityBase } from '../dist/src/core/quantity.js';
import { refusalErrorNames } from '../dist/src/core/refusal-error.js';
import { ALIGN_SHIFT, WORDS_PER_REQUEST } from '../dist/src/core/request.js';
import {
  DRAIN_ROUNDS,
  DrainOrder,
  InvalidFree,
  RequestKind,
} from '../dist/src/core/request-kind.js';
import * as step from '../dist/src/core/step-record.js';
import { WORDS_PER_WORLD, fillCodes, observeCodes } from '../dist/src/core/world.js';
import {
  Ability,
  BeginFlag,
  FromFarSide,
  READ_BACK,
  ToFarSide,
} from '../dist/src/subjects/command/wire.js';
import * as control from '../dist/src/subjects/native/control-block.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const origin = 'Written by scripts/make-protocol-files.js from';

/** @typedef {Readonly<Record<string, number>>} Codes */

/** @type {(names: readonly string[]) => Codes} */
const indices = (names) => Object.fromEntries(names.map((name, index) => [name, index]));

/** Codes that everyone needs, by the prefix of their names. @type {Readonly<Record<string, Codes>>} */
const shared = {
  KIND: RequestKind,
  ENTRY: EntryPoint,
  OUTCOME: step.Outcome,
  UNTOUCHED: step.Untouched,
  ASPECT: DamageAspect,
  OBSERVE: observeCodes,
  FRESH: fillCodes,
};

/** Codes of the record alone. @type {Readonly<Record<string, Codes>>} */
const recorded = {
  INVALID: InvalidFree,
  DRAIN: { ...DrainOrder, rounds: DRAIN_ROUNDS },
  BASE: QuantityBase,
  ERROR: indices(refusalErrorNames),
  STATUS: ExecutionStatus,
  HEADER: Header,
  EVENT: EventType,
  FAULT: Fault,
  PHASE: Phase,
  REFUSAL: indices(control.refusals),
};

/** What the far sides need beside. @type {Readonly<Record<string, Codes>>} */
const wire = {
  FRAME: { ...ToFarSide, ...FromFarSide },
  KIND: { ...RequestKind, readBack: READ_BACK },
  ABILITY: Ability,
  FLAG: BeginFlag,
  FAULT: Fault,
};

/** @returns {ReadonlyMap<string, string>} texts by absolute path */
export function protocolFiles() {
  return new Map([
    [join(root, 'src', 'subjects', 'native', 'driver', 'record.h'), recordHeader()],
    [join(root, 'examples', 'c', 'allocert-numbers.h'), wireHeader()],
    [join(root, 'examples', 'rust-wire', 'src', 'numbers.rs'), wireRust()],
  ]);
}

/** @returns {string} */
function recordHeader() {
  const { ERROR_SHIFT, OUTCOME_SHIFT, UNTOUCHED_SHIFT, WORDS_PER_STEP } = step;
  const { CONTROL_MAGIC, CONTROL_WORDS, SPARE_EVENTS, WORDS_PER_PROGRESS } = control;
  const words = {
    ...{ WORDS_PER_REQUEST, WORDS_PER_WORLD, WORDS_PER_HEADER, WORDS_PER_STEP, WORDS_PER_EVENT },
    ...{ ALIGN_SHIFT, OUTCOME_SHIFT, UNTOUCHED_SHIFT, ERROR_SHIFT },
    ...{ CONTROL_WORDS, CONTROL_MAGIC, SPARE_EVENTS, WORDS_PER_PROGRESS },
  };
  return lines([
    `/* The numbers of the record. ${origin} src/core and control-block.ts. */`,
    cEnum(words),
    cEnum(numbers(observation)),
    ...patternDefines(),
    ...codes({ ...shared, ...recorded }).map(cEnum),
    cStruct('control', control.controlWords, CONTROL_WORDS),
    cStruct('progress', control.progressWords, WORDS_PER_PROGRESS),
  ]);
}

/** @returns {string} */
function wireHeader() {
  return lines([
    `/* The numbers of docs/protocol.md. ${origin} src/core and wire.ts. */`,
    cEnum(numbers(observation)),
    ...patternDefines(),
    ...codes({ ...shared, ...wire }).map(cEnum),
  ]);
}

/** @returns {string} */
function wireRust() {
  const all = codes({ ...shared, ...wire }).flatMap(Object.entries);
  const rust = [
    ...Object.entries(numbers(observation)).map(([name, value]) => [name, 'usize', String(value)]),
    ...Object.entries(numbers(pattern)).map(([name, value]) => [name, 'u32', hex(value)]),
    ...all.map(([name, value]) => [name, 'u8', String(value)]),
  ];
  return lines([
    `//! The numbers of docs/protocol.md. ${origin} src/core and wire.ts.`,
    '#![allow(dead_code)]',
    '',
    ...rust.map(([name, type, value]) => `pub const ${name}: ${type} = ${value};`),
  ]);
}

/**
 * One table of names and numbers a group.
 *
 * @param {Readonly<Record<string, Codes>>} groups
 * @returns {Codes[]}
 */
function codes(groups) {
  return Object.entries(groups).map(([prefix, group]) =>
    Object.fromEntries(
      Object.entries(group).map(([name, code]) => [`${prefix}_${upperSnake(name)}`, code]),
    ),
  );
}

/**
 * The constants of a module.
 *
 * @param {object} module
 * @returns {Codes}
 */
function numbers(module) {
  return Object.fromEntries(
    Object.entries(module).filter(([, value]) => typeof value === 'number'),
  );
}

/** @returns {string[]} as macros, since an enumerator may not be above 2^31 */
function patternDefines() {
  return Object.entries(numbers(pattern)).map(([name, value]) => `#define ${name} ${hex(value)}u`);
}

/**
 * @param {Codes} table
 * @returns {string}
 */
function cEnum(table) {
  const entries = Object.entries(table).map(([name, value]) => `  ${name} = ${value}`);
  return `enum {\n${entries.join(',\n')}\n};`;
}

/**
 * A struct of words, of which either side may write any at any time.
 *
 * @param {string} name
 * @param {readonly string[]} fields
 * @param {number} words
 * @returns {string}
 */
function cStruct(name, fields, words) {
  const used = fields.map((field) => `  volatile int32_t ${upperSnake(field).toLowerCase()};`);
  const unused = words > fields.length ? [`  int32_t unused[${words - fields.length}];`] : [];
  return [`struct ${name} {`, ...used, ...unused, '};'].join('\n');
}

/** @type {(name: string) => string} */
const upperSnake = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** @type {(value: number) => string} */
const hex = (value) => `0x${(value >>> 0).toString(16)}`;

/** @type {(parts: readonly string[]) => string} */
const lines = (parts) => `${parts.join('\n')}\n`;
