/**
 * The environment for a tool that a test starts on its own: without what this run set for itself.
 * A child that inherited the coverage folder would write its own measurement into it, one that
 * inherited the report file would overwrite the report of this run, and settings of npm and vitest
 * are those of another project.
 */
export function cleanEnvironment(): Record<string, string> {
  const own = new RegExp(
    '^(?:NODE_V8_COVERAGE|NODE_OPTIONS|ALLOCERT_TEST_REPORT|CI|GITHUB_\\w+|FORCE_COLOR|VITEST.*|' +
      'npm_(?:lifecycle|package)_.*)$',
  );
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !own.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}
