import { UsageError } from '../core/errors.js';
import type { SubjectDescription } from '../core/subject-description.js';
import type { Contract } from './document/contract-schema.js';
import { alignments } from '../core/alignments.js';
import { listInWords } from '../core/list-in-words.js';
import { contradictions } from './document/contradictions.js';
import { isPresetName, presetNames, type PresetName } from './presets/index.js';
import { resolvedPreset } from './document/resolved-preset.js';

/** What the user asked for. */
export interface ContractAsked {
  /** Preset name or document, and how the user knows it: `--contract`, a path. */
  readonly contract?: { readonly input: unknown; readonly where: string };
  /** `--max-align`, a power of two up to 65,536. */
  readonly maxAlign?: number;
}

export interface ContractChoice {
  readonly contract: Contract;
  /** Who chose it, why, and what was adapted to the subject; for reports. */
  readonly because: string;
}

/**
 * The contract that a subject is judged by (S17): the one asked for, else the one that the subject
 * brings or its adapter suggests, else the one that its exports speak of.
 *
 * Presets are written for no machine in particular, so two clauses are adapted and the reason says
 * so. Where answers are numbers only, as those of a WebAssembly export are, a refusal by null is the number
 * 0; and where memory is small, no more than a modest alignment is asked, whatever a preset says (S28).
 * What a document or --max-align says outright is kept.
 *
 * @throws UsageError if nothing fits, or what was asked for is no contract or not for this subject
 */
export async function chooseContract(
  subject: SubjectDescription,
  asked: ContractAsked = {},
): Promise<ContractChoice> {
  const source = sourceOf(subject, asked);
  const chosen = await contractOf(source);
  const reasons = [source.because];
  const adapted = adaptToSubject(chosen, subject, source.input, asked.maxAlign, reasons);
  requireFit(adapted, subject, source.where);
  return { contract: adapted, because: reasons.join('; ') };
}

async function contractOf({ input, where }: Source): Promise<Contract> {
  if (typeof input === 'string' && isPresetName(input)) return resolvedPreset(input);
  // Loaded only here: most runs are by a preset, and the check of a document is a large part of the start.
  const { parseContract } = await import('./document/parse-contract.js');
  return parseContract(input, where);
}

interface Source {
  readonly input: unknown;
  readonly where: string;
  readonly because: string;
}

function sourceOf(subject: SubjectDescription, asked: ContractAsked): Source {
  if (asked.contract !== undefined) {
    return { ...asked.contract, because: askedBecause(asked.contract, subject) };
  }
  const suggested = subject.suggestedContract;
  if (suggested !== undefined) {
    const input = suggested.document ?? suggested.preset;
    return { input, where: `contract of ${subject.locator}`, because: suggested.because };
  }
  const found = defaultPreset(subject);
  if (found !== undefined) {
    return { input: found.preset, where: 'default', because: found.because };
  }
  throw new UsageError(
    `${subject.locator}: no contract is known for it. Say what it promises with --contract, or, in ` +
      `a module, \`export const contract\`: the name of a preset or a document. Presets: ` +
      `${listInWords(presetNames, 'and')}.`,
  );
}

/** Who asked, and whose contract is set aside: what a module says of itself must not go unseen. */
function askedBecause(
  { input, where }: NonNullable<ContractAsked['contract']>,
  { suggestedContract: own }: SubjectDescription,
): string {
  const because = `asked for by ${where}`;
  if (own?.isOwn !== true || own.preset === input) return because;
  const name = (own.document as { readonly name?: unknown } | undefined)?.name;
  return `${because}, in place of the module's own, ${typeof name === 'string' ? name : own.preset}`;
}

function adaptToSubject(
  contract: Contract,
  subject: SubjectDescription,
  input: unknown,
  maxAlign: number | undefined,
  reasons: string[],
): Contract {
  const modest = subject.modestAlign ?? Infinity;
  let { refusal } = contract;
  let { maximum } = contract.alignment;
  if (subject.answersNumbers === true && refusal === 'null') {
    refusal = 'zero';
    reasons.push(`a ${subject.kind} export refuses with the number 0`);
  }
  if (maxAlign !== undefined) {
    requireAlignment(maxAlign);
    maximum = maxAlign;
    reasons.push(`alignments up to ${maxAlign} asked for by --max-align`);
  } else if (maximum > modest && !saysMaximum(input)) {
    const { natural } = contract.alignment;
    maximum = natural === 'weak' ? modest : Math.max(natural, modest);
    reasons.push(`alignments up to ${maximum} in ${subject.kind} unless --max-align says more`);
  }
  return { ...contract, refusal, alignment: { ...contract.alignment, maximum } };
}

/** Whether a document gives alignment.maximum itself, rather than by a preset. */
function saysMaximum(input: unknown): boolean {
  const alignment = (input as { alignment?: { maximum?: unknown } } | undefined)?.alignment;
  return alignment?.maximum !== undefined;
}

function requireAlignment(maxAlign: number): void {
  if (alignments.includes(maxAlign)) return;
  throw new UsageError(
    `--max-align: got ${maxAlign}. Allowed: a power of two from 1 to ${alignments.at(-1) ?? 1}.`,
  );
}

/** Refuses a contract that this very subject cannot be judged by. */
function requireFit(contract: Contract, subject: SubjectDescription, where: string): void {
  const conflicts = contradictions(contract, {});
  const { placement } = contract;
  if (placement !== undefined && subject.growable) {
    conflicts.push(
      `placement says "${placement.policy}", but ${subject.locator} can grow its ` +
        'region, and exact placement is known for a fixed one only. Drop placement, and ' +
        'nulls: "exact" with it.',
    );
  }
  if (subject.regionIsGiven && contract.region.ownBytes !== undefined) {
    conflicts.push(
      `region.ownBytes is the length of a region that a subject brings along, and ${subject.locator} ` +
        'is given one. Drop it, or say region.smallestBytes and region.largestBytes.',
    );
  }
  const most = subject.regionBytes ?? Infinity;
  if (subject.regionIsGiven && contract.region.smallestBytes > most) {
    conflicts.push(
      `region.smallestBytes is ${contract.region.smallestBytes}, but ${subject.locator} takes ` +
        `regions of at most ${most} bytes. Give it a larger pool, or lower smallestBytes and ` +
        'sizeMultiple in a contract that extends this one.',
    );
  }
  if (conflicts.length === 0) return;
  throw new UsageError(
    [
      `${where}: the contract does not fit ${subject.locator}.`,
      ...conflicts.map((line) => `  ${line}`),
    ].join('\n'),
  );
}

/** A preset and the reason for it (S17), as half a sentence: "it exports malloc and free". */
export interface DefaultPreset {
  readonly preset: PresetName;
  readonly because: string;
}

/**
 * The preset that fits a subject by its exported symbols (S17), or undefined where they say nothing,
 * as for a JavaScript module: guessing a promise could accuse an allocator that never made it.
 *
 * The first convention that is complete wins. The more particular ones come first, because a module
 * with `__wbindgen_malloc` or `mm_malloc` may well export a malloc for its own use.
 */
export function defaultPreset(subject: SubjectDescription): DefaultPreset | undefined {
  const symbols = new Set(subject.symbols);
  const convention = conventions.find(({ needs }) => needs.every((name) => symbols.has(name)));
  if (convention === undefined) return undefined;
  const { preset, needs } = convention;
  return { preset, because: `it exports ${needs.join(' and ')}` };
}

const conventions: readonly { readonly preset: PresetName; readonly needs: readonly string[] }[] = [
  { preset: 'rust-global-alloc', needs: ['allocert_alloc'] },
  { preset: 'wasm-bindgen', needs: ['__wbindgen_malloc'] },
  { preset: 'malloc-lab', needs: ['mm_malloc', 'mm_free'] },
  { preset: 'assemblyscript', needs: ['heap.alloc', 'heap.free'] },
  { preset: 'assemblyscript', needs: ['__new', '__pin'] },
  { preset: 'assemblyscript', needs: ['__alloc', '__free'] },
  { preset: 'posix', needs: ['malloc', 'free', 'posix_memalign'] },
  { preset: 'posix', needs: ['_malloc', '_free', '_posix_memalign'] },
  { preset: 'c17', needs: ['malloc', 'free'] },
  { preset: 'c17', needs: ['_malloc', '_free'] },
  { preset: 'wasm-cabi-realloc', needs: ['cabi_realloc'] },
  { preset: 'rust-global-alloc', needs: ['alloc', 'dealloc'] },
];
