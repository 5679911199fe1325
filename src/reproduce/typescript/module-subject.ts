import type { Reproduction } from '../reproduction.js';

/** The lines that give a program its allocator. */
export interface SubjectText {
  readonly imports: string;
  readonly text: string;
}

/** A module: a factory that is given a pool, a factory, or an object that starts afresh by `reset`. */
export function moduleSubject(reproduction: Reproduction, subjectPath: string): SubjectText {
  const { calls, world, reserveBytes } = reproduction;
  const takesPool = calls.kind === 'module' && calls.takesPool;
  const given = takesPool ? '{ memory: poolMemory, base: POOL_BASE, bytes: POOL_BYTES }' : '';
  const open = takesPool ? '  poolEnd = POOL_BASE + POOL_BYTES;\n  makeRegion();\n' : '';
  const end = takesPool ? 'poolEnd' : 'memory()?.length ?? Infinity';
  return {
    imports: `// @ts-ignore: a subject need not have types.\nimport subject from ${JSON.stringify(subjectPath)};`,
    text: `${
      takesPool
        ? `// The region lies between bytes that nobody may touch, before what it may be extended into.
const POOL_BYTES = ${world.regionBytes};
const POOL_BASE = ${65_536 + (((world.baseOffset % 65_536) + 65_536) % 65_536)};
const poolMemory = new SharedArrayBuffer(POOL_BASE + POOL_BYTES + ${reserveBytes} + 256);
let poolEnd = POOL_BASE + POOL_BYTES;
const pool = {
  base: POOL_BASE,
  end: () => poolEnd,
  reserveEnd: POOL_BASE + POOL_BYTES + ${reserveBytes},
  origin: 0,
};

`
        : 'const pool = undefined as any;\nlet poolEnd = 0;\n\n'
    }// Every run has a fresh allocator.
let allocator: any;
let runs = 0;
function begin(): void {
  const exported: any = subject;
  runs++;
${open}  allocator = typeof exported === 'function' ? exported(${given}) : exported;
  if (allocator === null || allocator === undefined) wrong('init refuses its region');
  if (typeof exported !== 'function' && runs > 1 && allocator.reset === undefined) {
    cannot('it needs a second fresh allocator, and the module exports neither a factory nor reset');
  }
  if (typeof exported !== 'function') allocator.reset?.();
}
const memory = (): Uint8Array | undefined => {
  const buffer = ${takesPool ? 'poolMemory' : 'allocator.memory'};
  return buffer === undefined ? undefined : new Uint8Array(buffer);
};
const region = (): { base: number; end: number } =>
  allocator.region?.() ?? { base: ${takesPool ? 'POOL_BASE' : '0'}, end: ${end} };
const footprint = (): number => allocator.footprint?.() ?? memory()?.length ?? 0;
const isLawfulTrap = (error: any): boolean =>
  ${lawfulTrap(reproduction)};
`,
  };
}

/** What may refuse by an exception: nothing but where the contract says so. */
export function lawfulTrap({ refusal, refusalErrors }: Reproduction): string {
  if (refusal !== 'trap') return 'false && error';
  const messages = JSON.stringify(['unreachable', 'abort', ...refusalErrors]);
  return `${messages}.some((part) => String(error?.message ?? error).includes(part))`;
}
