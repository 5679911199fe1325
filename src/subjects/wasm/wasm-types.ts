import type { ByteReader } from './byte-reader.js';

/** Value types; `reference` stands for all of the typed reference kinds. */
export type ValueType =
  'i32' | 'i64' | 'f32' | 'f64' | 'v128' | 'funcref' | 'externref' | 'reference';

export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Limits of a memory in pages of 64 KiB, or of a table in elements. */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
  readonly shared: boolean;
  /** Indices are 64 bits wide (the memory64 proposal). */
  readonly wide: boolean;
}

export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

const valueTypes = new Map<number, ValueType>([
  [0x7f, 'i32'],
  [0x7e, 'i64'],
  [0x7d, 'f32'],
  [0x7c, 'f64'],
  [0x7b, 'v128'],
  [0x70, 'funcref'],
  [0x6f, 'externref'],
]);
const NULLABLE_REFERENCE = 0x63;
const REFERENCE = 0x64;
const FUNCTION_TYPE = 0x60;

export function readValueType(reader: ByteReader): ValueType {
  const code = reader.byte();
  if (code === NULLABLE_REFERENCE || code === REFERENCE) {
    reader.signed();
    return 'reference';
  }
  return valueTypes.get(code) ?? 'reference';
}

export function readFunctionType(reader: ByteReader): FunctionType {
  const form = reader.byte();
  if (form !== FUNCTION_TYPE) {
    reader.fail(
      `has a type of form 0x${form.toString(16)} (garbage collection proposal); ` +
        'only plain function types can be read',
    );
  }
  const params = reader.list(() => readValueType(reader));
  return { params, results: reader.list(() => readValueType(reader)) };
}

export function readLimits(reader: ByteReader): Limits {
  const flags = reader.byte();
  if (flags > 7) reader.fail(`has limits with unknown flags 0x${flags.toString(16)}`);
  const minimum = reader.unsigned();
  return {
    minimum,
    maximum: (flags & 1) === 0 ? undefined : reader.unsigned(),
    shared: (flags & 2) !== 0,
    wide: (flags & 4) !== 0,
  };
}

export function readGlobalType(reader: ByteReader): GlobalType {
  const type = readValueType(reader);
  return { type, mutable: reader.byte() === 1 };
}
