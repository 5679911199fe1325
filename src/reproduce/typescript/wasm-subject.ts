import type { WasmCall, WasmCallShape } from '../../core/call-shape.js';
import { UsageError } from '../../core/errors.js';
import type { Reproduction } from '../reproduction.js';
import { lawfulTrap, type SubjectText } from './module-subject.js';

/** A WebAssembly file: instantiated with stubs, its exports behind the names of a module's functions. */
export function wasmSubject(
  reproduction: Reproduction,
  shape: WasmCallShape,
  subjectPath: string,
): SubjectText {
  if (shape.imports.some(({ module }) => module.startsWith('GOT.'))) {
    throw new UsageError(
      `${reproduction.locator} is linked dynamically, which a program alone does not do; replay it with allocert.`,
    );
  }
  const givesPool = shape.calls['init'] !== undefined;
  return {
    imports: "import { readFileSync } from 'node:fs';",
    text: `const file = new URL(${JSON.stringify(subjectPath)}, import.meta.url);
const module = new WebAssembly.Module(readFileSync(file));

// What the module imports is made up: growth is real, giving up throws, all else answers zero.
function stub(name: string): (...args: any[]) => any {
  const word = name.replace(/^_+/, '');
  if (/abort|throw|assert_fail|terminate|exit/.test(word)) {
    return () => {
      throw new Error(\`abort: \${name}\`);
    };
  }
  if (word === 'emscripten_resize_heap') return (bytes) => (growTo(bytes >>> 0) ? 1 : 0);
  if (word === 'emscripten_get_heap_max') return () => 2 ** 32 - 65_536;
  if (/^(emscripten_memcpy_(big|js)|memcpy|memmove)$/.test(word)) {
    return (to, from, length) => memory().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (length >>> 0)) && to;
  }
  if (word === 'memset') {
    return (to, value, length) => memory().fill(value, to >>> 0, (to >>> 0) + (length >>> 0)) && to;
  }
  return () => 0;
}
const made: Record<string, () => any> = {${shape.imports
      .map(
        ({ module, name, expression }) =>
          `\n  ${JSON.stringify(`${module}.${name}`)}: () => ${expression},`,
      )
      .join('')}
};

// Every run has a fresh instance.
let exports: any;
let linear: WebAssembly.Memory;
let allocator: any;
let poolBase = 0;
let poolEnd = 0;
const memory = (): Uint8Array => new Uint8Array(linear.buffer);
function growTo(bytes: number): boolean {
  const pages = Math.ceil((bytes - linear.buffer.byteLength) / 65_536);
  try {
    if (pages > 0) linear.grow(pages);
    return true;
  } catch {
    return false;
  }
}
function begin(): void {
  const imports: any = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = kind === 'function' ? stub(name) : made[\`\${from}.\${name}\`]?.();
    if (kind === 'memory') linear = imports[from][name];
  }
  exports = new WebAssembly.Instance(module, imports).exports;
  const exported = Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
  if (exported !== undefined) linear = exported as WebAssembly.Memory;
  if (linear === undefined) cannot('the module exports no memory');
  (exports._initialize ?? exports.__wasm_call_ctors)?.();
${givesPool ? poolText(reproduction, shape) : ''}}
${givesPool ? '' : 'const pool = undefined as any;\n'}${functionsText(reproduction, shape)}
const region = (): { base: number; end: number } => ${regionText(shape, givesPool)};
const footprint = (): number => linear.buffer.byteLength;
const isLawfulTrap = (error: any): boolean =>
  ${lawfulTrap(reproduction)};
`,
  };
}

/** The pool lies behind the module's own memory and a page of guard. */
function poolText({ world, reserveBytes }: Reproduction, shape: WasmCallShape): string {
  const bytes = world.regionBytes === 0 ? 65_536 : world.regionBytes;
  const init = JSON.stringify(shape.calls['init']?.exportName);
  return `  pool.origin = linear.buffer.byteLength;
  if (!growTo(pool.origin + ${3 * 65_536 + bytes + reserveBytes + 128})) cannot('the memory has no room for a pool');
  pool.base = poolBase = pool.origin + ${65_536 + world.baseOffset};
  poolEnd = poolBase + ${bytes};
  pool.reserveEnd = poolEnd + ${reserveBytes};
  makeRegion();
  if (exports[${init}](poolBase, ${bytes}) === 0) wrong('init refuses its region');
`;
}

function regionText(shape: WasmCallShape, givesPool: boolean): string {
  const own = shape.calls['region'];
  if (!givesPool) return '({ base: 0, end: linear.buffer.byteLength })';
  if (own === undefined) return '({ base: poolBase, end: poolEnd })';
  return `{
  exports[${JSON.stringify(own.exportName)}](pool.origin, pool.origin + 4);
  const view = new DataView(linear.buffer);
  return { base: view.getUint32(pool.origin, true), end: view.getUint32(pool.origin + 4, true) };
}`;
}

/** Exports under the names of a module's functions. */
function functionsText({ refusal }: Reproduction, shape: WasmCallShape): string {
  const refused = refusal === 'trap' ? 'NaN' : refusal === 'minusOne' ? '-1' : '0';
  const lines: string[] = [];
  const add = (
    operation: string,
    name: string,
    params: readonly string[],
    isGrant: boolean,
  ): void => {
    const call = shape.calls[operation];
    if (call === undefined) return;
    const text = callText(call, params);
    lines.push(
      `  ${name}: (${params.map((param) => `${param}: number`).join(', ')}) => ${isGrant ? `address(${text})` : text},`,
    );
  };
  const grant = ['size', 'align'];
  add('alloc', 'alloc', grant, true);
  add('allocZeroed', 'allocZeroed', grant, true);
  add('alignedAlloc', 'aligned_alloc', grant, true);
  add('memalign', 'memalign', grant, true);
  add('allocArray', 'allocArray', ['count', 'size'], true);
  add('realloc', 'realloc', ['address_', 'oldSize', 'newSize', 'align'], true);
  add('reallocArray', 'reallocArray', ['address_', 'oldSize', 'count', 'size'], true);
  add('dealloc', 'dealloc', ['address_', 'size', 'align'], false);
  add('usable', 'usableSize', ['address_'], false);
  add('reset', 'reset', [], false);
  if (shape.calls['dealloc'] !== undefined)
    lines.push('  deallocNull: () => allocator.dealloc(0, 0, 1),');
  lines.push(...posixMemalignLines(shape), ...objectLines(shape));
  const pool =
    shape.calls['init'] === undefined
      ? ''
      : 'const pool: any = { base: 0, end: () => poolEnd, reserveEnd: 0, origin: 0 };\n';
  return `${pool}// A refusal is ${refused}; addresses are unsigned.
const address = (answer: number): number | null => (answer === ${refused} ? null : answer >>> 0);
allocator = {
${lines.join('\n')}
};`;
}

function callText({ exportName, args }: WasmCall, params: readonly string[]): string {
  const words = args.map((arg) => {
    if (typeof arg === 'number') return String(arg);
    if (arg === 'address') return 'address_';
    if (params.includes(arg)) return arg;
    // The size of a realloc is the new one, that of a free the old one.
    return params.find((param) => /size/i.test(param) && param !== 'oldSize') ?? '0';
  });
  return `exports[${JSON.stringify(exportName)}](${words.join(', ')})`;
}

function posixMemalignLines({ calls }: WasmCallShape): string[] {
  const call = calls['posixMemalign'];
  if (call === undefined) return [];
  return [
    '  posix_memalign(size: number, align: number) {',
    '    const take = exports.stackAlloc ?? exports._emscripten_stack_alloc;',
    "    if (take === undefined) return cannot('the stack cannot be found, through which posix_memalign answers');",
    '    const out = take(16) >>> 0;',
    `    const error = exports[${JSON.stringify(call.exportName)}](out, align, size);`,
    '    return error === 0 ? new DataView(linear.buffer).getUint32(out, true) || null : null;',
    '  },',
  ];
}

/** Garbage-collected objects are blocks while they are pinned. */
function objectLines({ calls }: WasmCallShape): string[] {
  const [create, pin, unpin, collect] = ['newObject', 'pin', 'unpin', 'collect'].map((name) =>
    JSON.stringify(calls[name]?.exportName),
  );
  const made = calls['newObject'];
  if (made === undefined) return [];
  return [
    `  alloc: (size: number) => address(exports[${pin}](exports[${create}](${made.args.join(', ')}))),`,
    '  frees: 0,',
    `  dealloc(start: number) {`,
    `    exports[${unpin}](start);`,
    `    if (++allocator.frees % 32 === 0) exports[${collect}]();`,
    '  },',
  ];
}
