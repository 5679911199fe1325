// A sample of what is written anew for each program, with which these files compile by themselves;
// so are blocks.ts, subject.ts, surroundings.ts, call-subject.ts, imported.ts and wasm-module.ts.
export const REFUSING_NUMBER: number = 0;
export const LAWFUL_TRAPS: readonly string[] = ['unreachable'];
export const UNIQUE_ZERO_SIZE: boolean = true;
export const REALLOC_IN_PLACE: boolean = true;
export const REALLOC_TO_ZERO_FREES: boolean = true;
export const USABLE_WRITABLE: boolean = true;
export const WHOLE_BYTES: number = 65_536;
export const EDGE_BYTES: number = 32_768;
export const REGION_BYTES: number = 4_096;
export const RESERVE_BYTES: number = 512;
export const WATCHED_BYTES: number = 128;
export const BASE_OFFSET: number = 16;
export const FRESH_IS_NOISE: boolean = true;
export const FRESH_BYTE: number = 0;
export const FRESH_SEED: number = 1;
export const HANG_SECONDS: number = 10;
