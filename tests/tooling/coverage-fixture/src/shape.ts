/** A file of types alone compiles to nothing: there is nothing to cover. */
export interface Shape {
  readonly corners: number;
}
