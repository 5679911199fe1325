import type { ProgramBatch } from '../../../core/execution-batch.js';
import type { RunSettings } from '../../subject.js';
import type { NativeAbi, NativeRole } from '../native-abi.js';
import type { RecordLayout } from './koffi-record.js';
import type { LibrarySource } from './native-library.js';

/** Where that process has the file of the record. */
export const RECORD_FD = 3;

/** What the process that drives a library is told. */
export type KoffiRequest =
  | {
      readonly kind: 'load';
      readonly source: LibrarySource;
      readonly initRefuses: NativeAbi['initRefuses'];
    }
  /** Run the programs from `first` on; the record is in the shared file. */
  | {
      readonly kind: 'run';
      readonly layout: RecordLayout;
      readonly programs: ProgramBatch;
      readonly settings: RunSettings;
      readonly first: number;
    };

/** What it answers. */
export type KoffiAnswer =
  | { readonly kind: 'ready'; readonly absent: readonly NativeRole[] }
  /** The library cannot be loaded, and why. */
  | { readonly kind: 'failed'; readonly message: string }
  /** `next` is the first program that was not run; `worn`: another process must go on. */
  | { readonly kind: 'done'; readonly next: number; readonly worn: boolean }
  /** The tool itself failed. */
  | { readonly kind: 'bug'; readonly message: string };
