import { expect, test } from 'vitest';
import { captureInstance } from '../../../dist/src/subjects/glue/capture-instance.js';
import { assemble } from '../wasm/assemble.js';

const withMemory = assemble('(module (memory (export "m") 1) (func (export "malloc")))');
const importing = assemble('(module (import "env" "mem" (memory 2)) (func (export "malloc")))');
const without = assemble('(module (func (export "parse")))');

test.each([
  ['instantiate of bytes', () => WebAssembly.instantiate(withMemory as BufferSource)],
  [
    'instantiate of a module',
    () => WebAssembly.instantiate(new WebAssembly.Module(withMemory as BufferSource)),
  ],
  [
    'the constructors',
    () => new WebAssembly.Instance(new WebAssembly.Module(withMemory as BufferSource)),
  ],
  [
    'instantiateStreaming',
    () => WebAssembly.instantiateStreaming(new Response(withMemory as BodyInit)),
  ],
])('an instance made by %s is seen, with the memory that it exports', async (_way, load) => {
  const { made, instance } = await captureInstance(load);
  expect(made).toBeDefined();
  expect(Object.keys(instance?.exports ?? {})).toEqual(['m', 'malloc']);
  expect(instance?.memory).toBe(instance?.exports['m']);
});

test('the memory that an instance imports is seen, and nothing else of its imports is looked at', async () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const asked: PropertyKey[] = [];
  const env = new Proxy(
    { mem: memory, other: 1 },
    {
      get(target, name) {
        asked.push(name);
        return Reflect.get(target, name) as unknown;
      },
    },
  );
  const { instance } = await captureInstance(() =>
    WebAssembly.instantiate(importing as BufferSource, { env }),
  );
  expect(instance?.memory).toBe(memory);
  expect(new Set(asked)).toEqual(new Set(['mem']));
});

test('an instance without a memory is passed over', async () => {
  const { instance } = await captureInstance(async () => {
    await WebAssembly.instantiate(without as BufferSource);
    await WebAssembly.instantiate(withMemory as BufferSource);
  });
  expect(instance?.memory).toBeInstanceOf(WebAssembly.Memory);
  expect((await captureInstance(() => 7)).instance).toBeUndefined();
});

test('bytes that were compiled before are compiled once, and others are not taken for them', async () => {
  const compile = async (bytes: Uint8Array): Promise<WebAssembly.Module> =>
    (await captureInstance(() => new WebAssembly.Module(bytes as BufferSource)))
      .made as WebAssembly.Module;
  const first = await compile(withMemory);
  expect(await compile(withMemory.slice())).toBe(first);
  expect(await compile(importing)).not.toBe(first);
});

test('WebAssembly is as it was afterwards, also where loading throws', async () => {
  const before = { ...Object.getOwnPropertyDescriptors(WebAssembly) };
  await expect(
    captureInstance(() => {
      throw new Error('no file');
    }),
  ).rejects.toThrow('no file');
  await expect(
    captureInstance(() => WebAssembly.instantiate(new Uint8Array([1, 2, 3]))),
  ).rejects.toThrow(WebAssembly.CompileError);
  const after = { ...Object.getOwnPropertyDescriptors(WebAssembly) };
  for (const name of ['instantiate', 'instantiateStreaming', 'Instance', 'Module']) {
    expect(after[name]?.value).toBe(before[name]?.value);
  }
});
