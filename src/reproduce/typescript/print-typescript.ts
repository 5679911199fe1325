import { UsageError } from '../../core/errors.js';
import { HOW_TO_READ } from '../head-comment.js';
import type { Reproduction } from '../reproduction.js';
import { moduleSubject } from './module-subject.js';
import { typescriptActs } from './typescript-acts.js';
import { typescriptSupport } from './typescript-support.js';
import { wasmSubject } from './wasm-subject.js';

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
  const shape = reproduction.calls;
  if (shape.kind === 'native') {
    throw new UsageError(
      `${reproduction.locator}: TypeScript cannot call a native library; use --as c or --as rust.`,
    );
  }
  const subject =
    shape.kind === 'wasm'
      ? wasmSubject(reproduction, shape, subjectPath)
      : moduleSubject(reproduction, subjectPath);
  return [
    headOf(reproduction, file),
    subject.imports,
    ...(reproduction.hangs ? ["import { runInNewContext } from 'node:vm';"] : []),
    '',
    subject.text,
    typescriptSupport(reproduction),
    typescriptActs(reproduction),
  ].join('\n');
}

function headOf({ comment }: Reproduction, file: string): string {
  const lines = [
    ...comment,
    '',
    `Run: npx tsx ${JSON.stringify(file).slice(1, -1)}`,
    ...HOW_TO_READ,
  ];
  return lines.map((line) => `// ${line}`.trimEnd()).join('\n');
}
