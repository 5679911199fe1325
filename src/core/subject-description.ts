import type { EntryPointName } from './entry-point.js';
import type { RequestKindName } from './request-kind.js';

export type SubjectKind = 'builtin' | 'module' | 'wasm' | 'native' | 'command';

/**
 * What an adapter says of its subject once loaded. Plain data. `kind` is for telling alone: what depends on
 * what a subject can do asks for an ability.
 */
export interface SubjectDescription {
  readonly name: string;
  readonly kind: SubjectKind;
  /** How a user names it: a path, `builtin:bump`, a command line. */
  readonly locator: string;
  /** SHA-256 of the tested bytes, lower-case hex. */
  readonly digest: string;
  /** Exports or symbols that were found, for `inspect`. */
  readonly symbols: readonly string[];
  /** Which calling convention was recognised: `malloc-family`, `rust-alloc`, `allocert-module` ... */
  readonly abi: string;
  /** Width of the subject's size type: 32, 64, or 53 for a JS number. */
  readonly sizeBits: 32 | 53 | 64;
  /** Request kinds that the subject can take. What the contract declares is asked only if it is here. */
  readonly kinds: readonly RequestKindName[];
  /** Entry points by kind, beside `plain`. */
  readonly entryPoints: readonly EntryPointName[];
  /**
   * Whether an alignment can be handed over with a request; absent: yes. false for a lone `malloc`,
   * for `__wbindgen_malloc(size)` and for AssemblyScript: only the natural alignment is then asked.
   */
  readonly takesAlignment?: boolean;
  /** Whether the bytes behind addresses can be read and written. */
  readonly hasMemory: boolean;
  /** Whether the harness hands the region over, so that its size, base and fill can be varied. */
  readonly regionIsGiven: boolean;
  /**
   * Whether only the length of a given region is handed over: the subject makes its own memory, or has
   * none, so that neither base nor first bytes nor what lies around can be chosen or watched. Absent: no.
   */
  readonly givesLengthOnly?: boolean;
  /**
   * How a module is made fresh for each program where no call of a factory does it: by its own `reset`,
   * unless the settings of a run say otherwise, or by another evaluation of its file or of what its
   * factory awaits, which takes a millisecond and more.
   */
  readonly freshBy?: 'reset' | 'evaluation';
  /** Whether the region can grow; its length is then no bound on what can be granted. */
  readonly growable: boolean;
  /**
   * Whether the harness stands between the subject and its host: it can refuse each call for memory,
   * and the record says in which step one was refused. Absent: no.
   */
  readonly hasHostDoor?: boolean;
  /** Whether what it gets from its system lies at other addresses in every process; absent: no. */
  readonly addressesVary?: boolean;
  readonly footprintMeasured: boolean;
  /** Length of the region, or the largest that can be given, where it is known beforehand. */
  readonly regionBytes?: number;
  /** Whether a subject that brings its own region tells where it lies; absent: no. */
  readonly tellsRegion?: boolean;
  /** Bases of a given region are honoured modulo this power of two; absent: whatever is asked. */
  readonly baseModulus?: number;
  /**
   * What the far side of a wire keeps and takes: most live blocks, and most bytes on their way to it
   * unread, undefined for as many as one likes. Absent where there is no wire.
   */
  readonly wire?: { readonly slots: number; readonly windowBytes: number | undefined };
  /** How it is driven where that is not the usual way, and why, in words; absent: the usual way. */
  readonly drivenThrough?: string;
  /**
   * What ends its memory where its calls to the host cannot be refused, and why they cannot, in words;
   * absent: they can, or it has no host.
   */
  readonly limitedBy?: string;
  /** Why nothing can limit the memory of one that grows; absent: a limit can be set. */
  readonly cannotLimit?: string;
  /** Whether the record shows what it takes of memory that it brings along; absent: no. */
  readonly showsOwnMemory?: boolean;
  /** Whether it answers numbers only, so that a null is the number 0; absent: no. */
  readonly answersNumbers?: boolean;
  /** Largest alignment that is asked where neither a document nor the user says one; absent: any. */
  readonly modestAlign?: number;
  /**
   * Who compares contents with what was written: the harness where the subject cannot reach it (absent),
   * the harness within the subject's process, or the far side of a wire.
   */
  readonly contentsComparedBy?: 'sameProcess' | 'farSide';
  /** Bytes held before the first request, of a subject that grows; absent where not known. */
  readonly initialFootprintBytes?: number;
  /**
   * Bytes that it takes from its host for the very first byte that it grants, as a campaign has
   * measured; absent: none. mimalloc takes an arena of 32 MiB then.
   */
  readonly startUpBytes?: number;
  /**
   * Most bytes that it held at once when a campaign began, of a subject with memory of its own whose
   * length nobody says; absent: not measured, or nothing was granted at all. Neither the limit of a
   * process nor the length of a wasm memory is the length of a heap in static data.
   */
  readonly shownBytes?: number;
  /**
   * Contract that fits by what was found (S17), and why. `document` holds a whole contract document
   * where the subject brings its own; it is then read instead of `preset`. `isOwn`: the subject names it
   * itself, and it is not concluded from what it exports.
   */
  readonly suggestedContract:
    | {
        readonly preset: string;
        readonly because: string;
        readonly document?: unknown;
        readonly isOwn?: boolean;
      }
    | undefined;
}
