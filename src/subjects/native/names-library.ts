/**
 * Whether a locator names a native library: `builtin:libc`, `x.so`, `libx.so.2`, `x.dylib`, `x.dll`.
 * By the name alone: nothing is looked up, so that other kinds of subjects cost nothing.
 */
export function namesLibrary(locator: string): boolean {
  return locator === 'builtin:libc' || /\.(so(\.\d+)*|dylib|dll)$/.test(locator);
}
