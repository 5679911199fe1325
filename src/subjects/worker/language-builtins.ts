/** Functions of the language itself by their paths, such as `Math.floor`. */
export type Builtins = ReadonlyMap<string, unknown>;

const typedArray = Object.getPrototypeOf(Int32Array.prototype) as object;

/** What whoever writes the record calls, and nearly every polyfill that goes wrong replaces. */
const holders: Readonly<Record<string, object>> = {
  '': globalThis,
  'Math.': Math,
  'Atomics.': Atomics,
  'Number.': Number,
  'Object.': Object,
  'Object.prototype.': Object.prototype,
  'Array.': Array,
  'Array.prototype.': Array.prototype,
  'Map.prototype.': Map.prototype,
  'Set.prototype.': Set.prototype,
  'TypedArray.prototype.': typedArray,
  'Int32Array.prototype.': Int32Array.prototype,
  'Uint8Array.prototype.': Uint8Array.prototype,
};

/** The builtins as they are now. */
export function languageBuiltins(): Builtins {
  const found = new Map<string, unknown>();
  for (const [path, holder] of Object.entries(holders)) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      const property = Object.getOwnPropertyDescriptor(holder, name);
      if (typeof property?.value === 'function') found.set(path + name, property.value);
    }
  }
  return found;
}

/** Paths of those that are others than they were, or new on a prototype. */
export function changedSince(before: Builtins): string[] {
  const now = languageBuiltins();
  const changed: string[] = [];
  for (const [path, value] of now) {
    const isNew = !before.has(path) && path.includes('.prototype.');
    if (isNew || (before.has(path) && before.get(path) !== value)) changed.push(path);
  }
  return changed;
}
