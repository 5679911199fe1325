/** What was granted under one name, with the number from which its bytes are made. */
export interface Block {
  readonly name: string;
  readonly number: number;
  generation: number;
  start: number;
  size: number;
  /** As `size`; more once its usable size was asked for, where that may be written. */
  held: number;
  live: boolean;
  filled: boolean;
}
export const block = (name: string, number: number): Block => ({
  ...{ name, number, generation: 0 },
  ...{ start: 0, size: 0, held: 0, live: false, filled: false },
});
