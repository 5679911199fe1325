import { expect, test } from 'vitest';
import { SubjectError } from '../../../dist/src/core/errors.js';
import { loadFile, moduleFolder } from './module-files.js';

const folder = moduleFolder();
let written = 0;

/** What loading a module of this source throws, in lines that fit this file. */
async function errorOf(source: string, ending = 'mjs'): Promise<string> {
  const path = folder.write(`subject-${++written}.${ending}`, source);
  const error: unknown = await loadFile(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SubjectError);
  const { message } = error as SubjectError;
  expect(message).not.toContain(folder.path);
  return message
    .replaceAll(`subject-${written}`, 'subject')
    .replaceAll(/(.{1,90})(?: |$)/g, '$1\n')
    .trim();
}

test('an allocator object is described by the functions that it has', async () => {
  const path = folder.write(
    'plain.mjs',
    `const memory = new ArrayBuffer(65536);
     export const contract = { name: 'mine', reclaims: 'nothing' };
     export default {
       memory, footprint: () => 4096,
       alloc: () => 8, dealloc() {}, realloc: () => 16, usableSize: () => 32, reset() {},
     };`,
  );
  const { description, contract } = await loadFile(path);
  expect(contract).toEqual({ name: 'mine', reclaims: 'nothing' });
  expect(description).toEqual({
    kind: 'module',
    cannotLimit: expect.stringMatching(/nothing here can limit it; .* by region\(\)$/) as unknown,
    locator: 'mine.js',
    name: 'mine',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    symbols: ['alloc', 'realloc', 'dealloc', 'usableSize', 'reset', 'footprint'],
    abi: 'allocert-module',
    sizeBits: 53,
    kinds: [
      ...['alloc', 'fill', 'realloc', 'dealloc', 'deallocInvalid', 'drain'],
      ...['usable', 'reset'],
    ],
    entryPoints: ['plain'],
    takesAlignment: false,
    hasMemory: true,
    regionIsGiven: false,
    growable: true,
    freshBy: 'reset',
    footprintMeasured: true,
    suggestedContract: {
      isOwn: true,
      preset: 'unnamed',
      because: 'the module exports it as "contract"',
      document: { name: 'mine', reclaims: 'nothing' },
    },
  });
});

test('a factory with a parameter is given a region, one without brings its own', async () => {
  const given = folder.write('given.mjs', `export default (pool) => ({ alloc: () => pool.base });`);
  const own = folder.write('own.mjs', `export default () => ({ alloc: () => 0 });`);
  const first = (await loadFile(given)).description;
  expect([first.regionIsGiven, first.hasMemory, first.growable]).toEqual([true, true, false]);
  const second = (await loadFile(own)).description;
  expect([second.regionIsGiven, second.hasMemory, second.growable]).toEqual([false, false, true]);
});

test.each([
  ['alloc(size) {}', false],
  ['alloc(size, align) {}', true],
  ['alloc(size, align = 8) {}', false],
  ['alloc(size, align = 8) {}, takesAlignment: true', true],
  ['alloc(size, align) {}, takesAlignment: false', false],
])('%s: alignments are asked: %j', async (members, asked) => {
  const path = folder.write(
    `aligned-${++written}.mjs`,
    `export default { ${members}, reset() {} };`,
  );
  const { kinds, takesAlignment } = (await loadFile(path)).description;
  expect([takesAlignment !== false, kinds.includes('badAlign')]).toEqual([asked, asked]);
});

test('sizes have 53 bits, or 32 where the allocator says so', async () => {
  const plain = folder.write('bits.mjs', 'export default { alloc: () => 8, reset() {} };');
  const words = folder.write('words.mjs', 'export default { alloc: () => 8, sizeBits: 32 };');
  expect((await loadFile(plain)).description.sizeBits).toBe(53);
  expect((await loadFile(words)).description.sizeBits).toBe(32);
  expect(await errorOf('export default { alloc() {}, sizeBits: 64 };')).toMatchInlineSnapshot(
    `"mine.js: the default export: sizeBits must be 32 or 53, is 64"`,
  );
  expect(await errorOf('export default { alloc() {}, takesAlignment: 8 };')).toMatchInlineSnapshot(
    `"mine.js: the default export: takesAlignment must be true or false, is a number"`,
  );
});

test('a factory may promise its allocators', async () => {
  const later = folder.write('later.mjs', 'export default async () => ({ alloc: () => 8 });');
  const { description, isWorn } = await loadFile(later);
  expect([description.freshBy, description.kinds, isWorn?.()]).toEqual([
    'evaluation',
    ['alloc', 'fill'],
    false,
  ]);
  expect(await errorOf(`export default async () => { throw new Error('no network'); };`))
    .toMatchInlineSnapshot(`
    "mine.js: the default export is a function that should make an allocator, but it throws
    Error: no network"
  `);
  expect(await errorOf('export default async () => ({ malloc() {} });')).toMatchInlineSnapshot(`
    "mine.js: what the factory makes has no function alloc(size, align); it has: malloc. An
    adapter of a few lines gives the functions the names that allocert calls."
  `);
});

test('a factory that takes only large pools is offered larger ones, or what its contract says', async () => {
  const picky = (bytes: number, contract: string): string =>
    `export const contract = ${contract};
     export default (pool) => {
       if (pool.bytes ${contract === 'undefined' ? '<' : '!=='} ${bytes}) throw new RangeError('pool of ' + pool.bytes);
       return { alloc: () => null };
     };`;
  await loadFile(folder.write('large.mjs', picky(1_000_000, 'undefined')));
  await loadFile(folder.write('exact.mjs', picky(12_345, '{ region: { smallestBytes: 12345 } }')));
  expect(await errorOf(picky(2 ** 40, 'undefined'))).toMatchInlineSnapshot(
    `
    "mine.js: the default export is a function that should make an allocator, but it throws
    RangeError: pool of 4096 for a pool of 4096 bytes"
  `,
  );
});

test.each([
  [
    'ts',
    `const at: number = 8; export const contract: string = 'pool'; export default { alloc: () => at };`,
  ],
  ['cjs', `module.exports = { alloc: () => 8, contract: 'pool' };`],
  [
    'cjs',
    `exports.__esModule = true; exports.default = { alloc: () => 8 }; exports.contract = 'pool';`,
  ],
  ['js', `export const contract = 'pool'; export default { alloc: () => 8 };`],
])('a .%s file is loaded: %s', async (ending, source) => {
  const { description, contract } = await loadFile(
    folder.write(`kind-${++written}.${ending}`, source),
  );
  expect([description.symbols, contract]).toEqual([['alloc'], 'pool']);
});

test('what cannot be loaded says why and what to do', async () => {
  expect(await errorOf(`export const alloc = () => 8, size = 3;`)).toMatchInlineSnapshot(
    `
    "mine.js: has no default export, so there is no allocator to certify. It exports: alloc,
    size. Write \`export default { alloc(size, align) { ... }, dealloc(address, size, align) {
    ... } }\`, or a function that makes such an object for a given pool"
  `,
  );
  expect(await errorOf(`export default 42;`)).toMatchInlineSnapshot(
    `
    "mine.js: the default export must be an object with a function alloc(size, align), is a
    number"
  `,
  );
  expect(await errorOf(`export default { malloc() {}, free() {} };`)).toMatchInlineSnapshot(
    `
    "mine.js: the default export has no function alloc(size, align); it has: malloc, free. An
    adapter of a few lines gives the functions the names that allocert calls."
  `,
  );
  expect(await errorOf(`export default { alloc() {}, reset: true };`)).toMatchInlineSnapshot(
    `"mine.js: the default export: reset must be a function, is a boolean"`,
  );
  expect(await errorOf(`export default class Pool {}`)).toMatchInlineSnapshot(
    `
    "mine.js: the default export is the class Pool; export what makes one: \`export default
    (pool) => new TheClass(pool)\`"
  `,
  );
  expect(await errorOf(`export default async (pool) => ({ alloc: () => 8 });`))
    .toMatchInlineSnapshot(`
    "mine.js: the factory is given a pool and answers a promise. A pool lives for one program;
    declare the factory without a parameter, or answer the allocator itself"
  `);
  expect(
    await errorOf(`export default { alloc() {}, memory: new Uint8Array(9) };`),
  ).toMatchInlineSnapshot(
    `
    "mine.js: memory must be an ArrayBuffer or SharedArrayBuffer, is an object of type
    Uint8Array"
  `,
  );
  expect(
    await errorOf(`export default { alloc() {}, region: () => ({ base: 8, end: 4 }) };`),
  ).toMatchInlineSnapshot(
    `"mine.js: region() must answer { base, end }, two addresses in ascending order"`,
  );
  expect(
    await errorOf(`export const contract = 7; export default { alloc() {} };`),
  ).toMatchInlineSnapshot(
    `"mine.js: the export "contract" must be a preset's name or a contract document, is a number"`,
  );
  expect(
    await errorOf(`export const contract = { name() {} }; export default { alloc() {} };`),
  ).toMatchInlineSnapshot(
    `"mine.js: the export "contract" holds something that is no plain value, such as a function"`,
  );
  expect(await errorOf(`\nconst x = 1;\nthrow new Error('no table');`)).toMatchInlineSnapshot(
    `"mine.js: throws when it is imported: Error: no table (subject.mjs line 3)"`,
  );
  expect(await errorOf(`import './nowhere.js';`)).toMatchInlineSnapshot(`
    "mine.js: throws when it is imported: Error: Cannot find module 'nowhere.js' imported from
    subject.mjs"
  `);
  expect(await errorOf(`export default {`)).toMatchInlineSnapshot(
    `"mine.js: throws when it is imported: SyntaxError: Unexpected end of input"`,
  );
});

test('a file that is missing, empty or a folder is told apart', async () => {
  await expect(loadFile(`${folder.path}/none.js`)).rejects.toThrow('there is no such file');
  await expect(loadFile(folder.path)).rejects.toThrow('is a folder');
  await expect(loadFile(folder.write('empty.js', ''))).rejects.toThrow('is empty');
});
