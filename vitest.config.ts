import { defineConfig } from 'vitest/config';

const reportFile = process.env['ALLOCERT_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', 'tests/tooling/coverage-fixture/**'],
    // Threads and an untransformed dist are the only set-up in which c8 sees the right lines: in
    // forks it sees nothing, and of transformed files it sees wrong lines.
    // tests/tooling/coverage-guard.test.ts fails when either is changed.
    pool: 'threads',
    // By default one core is left out, which on two cores makes a run twice as long. More workers than
    // cores gain nothing: the run is bound by processor time.
    maxWorkers: '100%',
    // One copy of the modules for all files of a thread: to load them anew took a tenth of the run.
    isolate: false,
    server: { deps: { external: [/[\\/]dist[\\/]/] } },
    // A guard against hangs, far from what any test takes; no test judges by time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: [
      'default',
      './scripts/skip-reporter.js',
      ...(reportFile === undefined ? [] : [jsonReporter(reportFile)]),
    ],
  },
});

function jsonReporter(outputFile: string): ['json', { outputFile: string }] {
  return ['json', { outputFile }];
}
