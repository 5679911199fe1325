import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** @type {import('eslint').Linter.RulesRecord} */
const numericCode = {
  // Flat numeric code reads arrays by index, and the compiler (noUncheckedIndexedAccess off) says
  // that such a read is never undefined. A check of one would be reported as unnecessary, just
  // where it matters.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // Messages and program literals are made of numbers; a template prints them as they are meant.
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  // `while (true)` with a return inside is the plainest form of a scan that must end.
  'no-constant-condition': ['error', { checkLoops: false }],
  // `() => region.fill(0)` is as clear as the form with braces, and so is a switch over request
  // kinds whose cases all return the call that does the work.
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
};

// lib.webworker types these as globals, but a Node main thread does not have them (or, as with
// `name`, a forgotten local variable would silently become one).
const browserGlobals = [
  'addEventListener',
  'caches',
  'close',
  'dispatchEvent',
  'fonts',
  'importScripts',
  'indexedDB',
  'isSecureContext',
  'location',
  'name',
  'onerror',
  'onmessage',
  'onmessageerror',
  'origin',
  'postMessage',
  'removeEventListener',
  'requestAnimationFrame',
  'scheduler',
  'self',
];

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    '.allocert/',
    // AssemblyScript shares the .ts ending but not the language.
    'examples/assemblyscript/',
    '**/target/',
    // Written badly on purpose: the guard of the coverage measurement needs uncovered lines.
    'tests/tooling/coverage-fixture/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,js,mjs}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...numericCode,
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-globals': ['error', ...browserGlobals],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // A switch over a union must name every kind, so that a new kind is a compile-time question.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // The scripts of report pages run in a browser, where these names are what they are.
    files: ['src/report/html/browser/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // These talk to a person at a terminal; it is their work.
    files: ['scripts/**', 'bench/**', 'src/cli/**', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // JavaScript carries its types in JSDoc, where the compiler checks them. What a worker is sent
    // and what JSON holds is `any` there, and an annotation would not make it safer.
    files: ['**/*.{js,mjs}'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // test() of vitest is given async functions and matchers that return promises or not;
    // unbound methods are passed to expect() without being called.
    files: ['tests/**'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);
