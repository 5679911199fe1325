import { createRequire } from 'node:module';

/** An argument or an answer of a native function: a machine word. A bigint only from 2^53 on. */
export type Word = number | bigint;
export type NativeFunction = (...words: Word[]) => Word;

/** A library that koffi has loaded. */
export interface LoadedLibrary {
  /** @throws Error for a symbol that neither the library nor what it depends on has */
  symbol(name: string): bigint;
  func(declaration: string): (...values: unknown[]) => Word;
  unload(): void;
}

/** What is used of koffi. Written down here since it is optional: its own types may be missing. */
export interface Koffi {
  load(path: string | null, options?: { readonly deep?: boolean }): LoadedLibrary;
  proto(result: string, parameters: readonly string[]): unknown;
  readonly decode: ((address: Word, type: unknown) => unknown) & {
    string(address: Word): string;
  };
  view(address: Word, bytes: number): ArrayBuffer;
}

/** koffi, or undefined where it is not installed or has no build for this platform. */
export function loadKoffi(): Koffi | undefined {
  try {
    return createRequire(import.meta.url)('koffi') as Koffi;
  } catch {
    return undefined;
  }
}
