import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { certifySubject, witnessesIn } from '../support/certify-subject.js';
import { cargo, needsCargo, referenceCrate, rustExamples, WASM_TARGET } from './cargo.js';

// Goal: the two reference allocators in Rust are what the TypeScript ones are, address by address,
// as a shared library and as a WebAssembly module.

const crates = ['bump', 'first-fit'] as const;
const kinds = ['native', 'wasm'] as const;
const built = crates.flatMap((crate) => kinds.map((kind) => ({ crate, kind })));

const needs = (context: TestContext, kind: 'native' | 'wasm'): void =>
  needsCargo(context, kind === 'wasm' ? WASM_TARGET : undefined);

/** The contract that ships with a crate. */
function contractOf(crate: string): { input: unknown; where: string } {
  const where = join(rustExamples, crate, 'contract.json');
  return { input: JSON.parse(readFileSync(where, 'utf8')) as unknown, where };
}

test('the crates pass their own tests', (context) => {
  needsCargo(context);
  const said = cargo(rustExamples, 'test');
  expect(said.match(/test result: ok\. \d+ passed; 0 failed/g)?.length).toBe(crates.length);
});

test.for(built)(
  '$crate in Rust is certified as its model, $kind',
  async ({ crate, kind }, context) => {
    needs(context, kind);
    const locator = referenceCrate(crate, kind);
    const result = await certifySubject({
      locator,
      seed: 1,
      runs: 256,
      contract: contractOf(crate),
    });
    expect(witnessesIn(result)).toEqual([]);
    expect(result.verdict).toBe('holds');
    const checks = (id: string): number =>
      result.properties.find((property) => property.id === id)?.checks ?? 0;
    expect(checks('placement')).toBeGreaterThan(10_000);
    expect(checks('invalid-free')).toBeGreaterThan(100);
  },
);

/** What a library may have from elsewhere: the C library's, and what every linker adds. */
const fromElsewhere =
  /^(?:abort|write|mem(?:cpy|move|set|cmp)|bcmp|__cxa_finalize|__gmon_start__|_ITM_\w+TMCloneTable)(?:@.*)?$/;

test.for(crates)('%s in Rust is a library without std and without unwinding', (crate, context) => {
  needsCargo(context);
  const library = referenceCrate(crate, 'native');
  const names = (...flags: string[]): string[] =>
    execFileSync('nm', [...flags, '--format=just-symbols', library], { encoding: 'utf8' })
      .trim()
      .split('\n');
  const foreign = names('--undefined-only').filter((name) => !fromElsewhere.test(name));
  expect(foreign).toEqual([]);
  // Mangled names, old or new, tell the crate by its length and name.
  const linked = names().filter((name) =>
    /3std|panic_(?:unwind|abort)|_Unwind_|rust_panic/.test(name),
  );
  expect(linked).toEqual([]);
  expect(names('--dynamic', '--defined-only')).toEqual([
    ...['allocert_alloc', 'allocert_alloc_zeroed', 'allocert_dealloc', 'allocert_init'],
    ...['allocert_realloc', 'allocert_reset', 'rust_eh_personality'],
  ]);
});

test.for(crates)('%s in Rust is a wasm module that imports nothing', async (crate, context) => {
  needs(context, 'wasm');
  const module = await WebAssembly.compile(readFileSync(referenceCrate(crate, 'wasm')));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
});
