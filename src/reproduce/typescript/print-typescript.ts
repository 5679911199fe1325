import { DEFAULT_POOL_BYTES } from '../../core/observation.js';
import { UsageError } from '../../core/errors.js';
import { HOW_TO_READ } from '../head-comment.js';
import type { Reproduction } from '../reproduction.js';
import { SETTINGS_COMMENT, settingsOf, usedSettings } from '../settings.js';
import { oneFile, type Dialect } from '../support-text.js';
import { typescriptMain } from './typescript-main.js';
import { wasmModule } from './wasm-module.js';

/**
 * A reproduction as a TypeScript program for a module or a WebAssembly file. Its types can be erased,
 * so that `npx tsx`, `npx jiti` and Node from 22.18 on run it as it is. It imports the subject, and of
 * Node only what reads the subject and ends a call that hangs.
 *
 * `subjectPath` is how the program names the subject, relative to where the program lies.
 *
 * @throws UsageError for other subjects, and for what a program alone cannot ask.
 */
export function printTypescript(
  reproduction: Reproduction,
  file: string,
  subjectPath: string,
): string {
  const { calls } = reproduction;
  if (calls.kind === 'native') {
    throw new UsageError(
      `${reproduction.locator}: TypeScript cannot call a native library; use --as c or --as rust.`,
    );
  }
  const written = new Map([
    ['blocks', blocksText(reproduction)],
    ['subject', `export * from './${subjectPart(reproduction)}.js';\n`],
    [
      'surroundings',
      `export * from './${givesPool(reproduction) ? 'given-region' : 'own-memory'}.js';\n`,
    ],
    [
      'call-subject',
      `export * from './${reproduction.hangs ? 'watched-call' : 'plain-call'}.js';\n`,
    ],
    ['imported', 'const subject: unknown = imported;'],
    ['main', typescriptMain(reproduction)],
  ]);
  if (calls.kind === 'wasm')
    written.set('wasm-module', wasmModule(reproduction, calls, subjectPath));
  const { imports, text } = oneFile(dialect, written);
  const subject = [
    '// @ts-ignore: a subject need not have types.',
    `import imported from ${JSON.stringify(subjectPath)};`,
  ];
  return [
    headOf(reproduction, file),
    '',
    ...(calls.kind === 'module' ? subject : []),
    ...imports,
    '',
    ...settingsLines(reproduction, text),
    '',
    text,
  ].join('\n');
}

const dialect: Dialect = {
  folder: 'typescript',
  ending: '.ts',
  uses: /^(?:import|export) (?:type )?(?:\{[^}]*\}|\*) from '\.\/([\w-]+)\.js';\n/gm,
  imports: /^import \{[^}]*\} from 'node:\w+';\n/gm,
  exports: /^export /gm,
};

function givesPool({ calls }: Reproduction): boolean {
  return calls.kind === 'wasm'
    ? calls.calls['init'] !== undefined
    : calls.kind === 'module' && calls.takesPool;
}

function subjectPart(reproduction: Reproduction): string {
  const gives = givesPool(reproduction);
  if (reproduction.calls.kind === 'wasm') return gives ? 'wasm-with-pool' : 'wasm-own-memory';
  return gives ? 'module-with-pool' : 'module';
}

function settingsLines(made: Reproduction, text: string): string[] {
  const traps = made.refusal === 'trap' ? ['unreachable', 'abort', ...made.refusalErrors] : [];
  const settings = [
    { name: 'REFUSING_NUMBER', type: 'number', value: refusingNumber(made) },
    { name: 'LAWFUL_TRAPS', type: 'readonly string[]', value: JSON.stringify(traps) },
    ...settingsOf(made, DEFAULT_POOL_BYTES).map(({ name, value }) => ({
      ...{ name, type: typeof value === 'boolean' ? 'boolean' : 'number', value: value.toString() },
    })),
  ];
  return [
    `// ${SETTINGS_COMMENT}`,
    ...usedSettings(settings, text).map(
      ({ name, type, value }) => `const ${name}: ${type} = ${value};`,
    ),
  ];
}

/** A module refuses by null beside such a number, a WebAssembly file by a number alone. */
function refusingNumber({ refusal, calls }: Reproduction): string {
  if (refusal === 'minusOne') return '-1';
  const isZero = calls.kind === 'wasm' ? refusal !== 'trap' : refusal === 'zero';
  return isZero ? '0' : 'NaN';
}

const blocksText = ({ blocks }: Reproduction): string =>
  [
    "import { block, type Block } from './block.js';",
    '/** Blocks by the names of their allocations. */',
    ...blocks.map(({ name, number }) => `const ${name} = block('${name}', ${number});`),
    `const blocks: readonly Block[] = [${blocks.map(({ name }) => name).join(', ')}];`,
  ].join('\n');

function headOf({ comment }: Reproduction, file: string): string {
  const lines = [
    ...comment,
    '',
    `Run: npx tsx ${JSON.stringify(file).slice(1, -1)}`,
    ...HOW_TO_READ,
  ];
  return lines.map((line) => `// ${line}`.trimEnd()).join('\n');
}
