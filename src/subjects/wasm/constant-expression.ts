import type { ByteReader } from './byte-reader.js';

/** What a constant expression is known to be. */
export interface ConstantExpression {
  /** Its value where it is a plain i32.const, or a sum of such and of one global. */
  readonly offset: number;
  /** Index of the global that it reads; undefined for none. */
  readonly global: number | undefined;
}

const Opcode = {
  end: 0x0b,
  globalGet: 0x23,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Add: 0x6a,
  i64Multiply: 0x7e,
  refNull: 0xd0,
  refFunc: 0xd2,
  vector: 0xfd,
} as const;

/**
 * Reads a constant expression up to and with its `end`.
 *
 * The initial values of globals have to be stepped over to reach the next one, and the offsets of
 * data segments say where static data ends; nothing else is evaluated.
 */
export function readConstantExpression(reader: ByteReader): ConstantExpression {
  let offset = 0;
  let global: number | undefined;
  for (;;) {
    const opcode = reader.byte();
    switch (opcode) {
      case Opcode.end:
        return { offset: offset >>> 0, global };
      case Opcode.globalGet:
        global = reader.unsigned();
        break;
      case Opcode.i32Const:
        offset += reader.signed();
        break;
      case Opcode.i64Const:
      case Opcode.refNull:
        reader.signed();
        break;
      case Opcode.refFunc:
        reader.unsigned();
        break;
      case Opcode.f32Const:
        reader.take(4);
        break;
      case Opcode.f64Const:
        reader.take(8);
        break;
      case Opcode.vector:
        reader.unsigned();
        reader.take(16);
        break;
      default:
        // Additions, subtractions and products of the extended constant expressions have no operand.
        if (opcode >= Opcode.i32Add && opcode <= Opcode.i64Multiply) break;
        reader.fail(
          `has a constant expression with opcode 0x${opcode.toString(16)}, which cannot be read`,
        );
    }
  }
}
