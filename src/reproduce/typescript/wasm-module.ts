import type { WasmCall, WasmCallShape } from '../../core/call-shape.js';
import { UsageError } from '../../core/errors.js';
import type { Reproduction } from '../reproduction.js';

/**
 * What a program says of its WebAssembly file: where it is, the imports that are no functions, and the
 * exports behind the names of a module's functions.
 */
export function wasmModule(
  { locator }: Reproduction,
  shape: WasmCallShape,
  subjectPath: string,
): string {
  if (shape.imports.some(({ module }) => module.startsWith('GOT.'))) {
    throw new UsageError(
      `${locator} is linked dynamically, which a program alone does not do; replay it with allocert.`,
    );
  }
  const made = shape.imports.map(
    ({ module, name, expression }) =>
      `  ${JSON.stringify(`${module}.${name}`)}: () => ${expression},`,
  );
  const lines = functionLines(shape);
  const needs = (name: string): boolean => lines.some((line) => line.includes(`${name}(`));
  return [
    "import { address, wasm } from './wasm-instance.js';",
    "import type { Allocator } from './allocator.js';",
    ...(needs('posixMemalign') ? ["import { posixMemalign } from './posix-memalign.js';"] : []),
    ...(needs('collectSometimes') ? ["import { collectSometimes } from './collector.js';"] : []),
    '/** The file, what it imports beside functions, and what its exports are called here. */',
    `const file = new URL(${JSON.stringify(subjectPath)}, import.meta.url);`,
    `const made: Readonly<Record<string, () => unknown>> = {\n${made.join('\n')}\n};`,
    '/** What is called once before the first request, where a name of its own was given. */',
    `const initialiser: string | undefined = ${JSON.stringify(shape.calls['initialize']?.exportName)};`,
    `const allocator: Allocator = {\n${lines.join('\n')}\n};`,
    ...(shape.calls['init'] === undefined ? [] : poolLines(shape)),
  ].join('\n');
}

function poolLines({ calls }: WasmCallShape): string[] {
  const call = (operation: string): string => exported(calls[operation]);
  return [
    'const initRefuses = (base: number, bytes: number): boolean =>',
    `  ${call('init')}(base, bytes) === 0;`,
    'const tellRegion = (low: number, high: number): void => {',
    calls['region'] === undefined ? '  void [low, high];' : `  ${call('region')}(low, high);`,
    '};',
  ];
}

/** Functions by the name that a program calls, with their parameters, and whether they grant. */
const functions: readonly (readonly [string, string, readonly string[], boolean])[] = [
  ['alloc', 'alloc', ['size', 'align'], true],
  ['allocZeroed', 'allocZeroed', ['size', 'align'], true],
  ['alignedAlloc', 'aligned_alloc', ['size', 'align'], true],
  ['memalign', 'memalign', ['size', 'align'], true],
  ['allocArray', 'allocArray', ['count', 'size'], true],
  ['realloc', 'realloc', ['start', 'oldSize', 'newSize', 'align'], true],
  ['reallocArray', 'reallocArray', ['start', 'oldSize', 'count', 'size'], true],
  ['dealloc', 'dealloc', ['start', 'size', 'align'], false],
  ['usable', 'usableSize', ['start'], false],
  ['reset', 'reset', [], false],
];

function functionLines(shape: WasmCallShape): string[] {
  const { calls } = shape;
  if (calls['newObject'] !== undefined) return objectLines(shape);
  const lines = functions.flatMap(([operation, name, params, grants]) => {
    const call = calls[operation];
    if (call === undefined) return [];
    const text = callText(call, params);
    return [`  ${name}: (${params.join(', ')}) => ${grants ? `address(${text})` : text},`];
  });
  const { dealloc, posixMemalign, resizeInPlace } = calls;
  if (dealloc !== undefined) lines.push('  deallocNull: () => allocator.dealloc(0, 0, 1),');
  if (resizeInPlace !== undefined) {
    const params = ['start', 'oldSize', 'newSize', 'align'];
    const text = callText(resizeInPlace, params);
    lines.push(`  resizeInPlace: (${params.join(', ')}) => ${text} !== 0,`);
  }
  if (posixMemalign !== undefined) {
    const call = `${exported(posixMemalign)}(out, align, size)`;
    lines.push(`  posix_memalign: (size, align) => posixMemalign((out) => ${call}),`);
  }
  return lines;
}

const exported = (call: WasmCall | undefined): string =>
  `wasm.exports[${JSON.stringify(call?.exportName)}]`;

function callText(call: WasmCall, params: readonly string[]): string {
  const words = call.args.map((arg) => {
    if (typeof arg === 'number') return String(arg);
    if (params.includes(arg)) return arg;
    return otherWord(arg, params);
  });
  return `${exported(call)}(${words.join(', ')})`;
}

/** A word that a function has by another name here: the size of a realloc is the new one. */
function otherWord(word: string, params: readonly string[]): string {
  switch (word) {
    case 'address':
      return 'start';
    case 'size':
      return 'newSize';
    case 'oldSize':
      return params.includes('size') ? 'size' : '0';
    case 'align':
      return '1';
    default:
      return '0';
  }
}

/** Garbage-collected objects are blocks while they are pinned. */
function objectLines({ calls }: WasmCallShape): string[] {
  const create = calls['newObject'];
  const made = `${exported(create)}(${(create?.args ?? []).join(', ')})`;
  return [
    `  alloc: (size) => address(${exported(calls['pin'])}(${made})),`,
    '  dealloc: (start) => {',
    `    ${exported(calls['unpin'])}(start);`,
    `    collectSometimes(() => ${exported(calls['collect'])}());`,
    '  },',
  ];
}
