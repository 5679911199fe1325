/**
 * How a subject is called by somebody who has no allocert: what a program needs that reproduces a
 * violation alone. Plain data.
 */
export type CallShape = NativeCallShape | WasmCallShape | ModuleCallShape;

export interface NativeCallShape {
  readonly kind: 'native';
  /** Order of arguments: see `conventions` of the native adapter. */
  readonly convention: 'c' | 'layout' | 'handle' | 'lab';
  /** Symbols by role: alloc, dealloc, init ... */
  readonly functions: Readonly<Record<string, string>>;
  readonly initRefuses: 'never' | 'zero' | 'minusOne';
  /** What dlopen is given: a path with a slash, or a soname. */
  readonly library: string;
  readonly bits: 32 | 64;
}

export interface WasmCallShape {
  readonly kind: 'wasm';
  readonly path: string;
  /** Exports by operation, each with its arguments in order: words such as size, or constants. */
  readonly calls: Readonly<Record<string, WasmCall>>;
  /** Imports that are no functions, which a program cannot find out from the module alone. */
  readonly imports: readonly WasmImportShape[];
}

export interface WasmCall {
  readonly exportName: string;
  readonly args: readonly (string | number)[];
}

export interface WasmImportShape {
  readonly module: string;
  readonly name: string;
  /** An expression that makes the value, in JavaScript. */
  readonly expression: string;
}

export interface ModuleCallShape {
  readonly kind: 'module';
  readonly path: string;
  /** Whether its default export is a function that is given a pool. */
  readonly takesPool: boolean;
}
