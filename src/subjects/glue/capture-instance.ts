/** An instance of WebAssembly that glue made and mostly keeps to itself. */
export interface CapturedInstance {
  readonly exports: WebAssembly.Exports;
  /** The memory that it exports or imports; undefined where it has none. */
  readonly memory: WebAssembly.Memory | undefined;
}

/**
 * Calls `load` and answers what it makes, with the first instance that has a memory and was made
 * meanwhile. Much glue shows its functions and hides its memory.
 *
 * WebAssembly's own functions are replaced until then. A module that is compiled again, byte for byte,
 * is compiled once: for each program that would cost several times what its instance does.
 */
export async function captureInstance(
  load: () => unknown,
): Promise<{ readonly made: unknown; readonly instance: CapturedInstance | undefined }> {
  const { Instance, Module, instantiate, instantiateStreaming } = WebAssembly;
  const captured: CapturedInstance[] = [];
  const instantiated = (module: WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const instance = new Instance(module, imports);
    if (isOfNode()) return instance;
    captured.push({
      exports: instance.exports,
      memory: memoryOf(module, instance.exports, imports),
    });
    return instance;
  };
  const compiled = (bytes: BufferSource): WebAssembly.Module => compileOnce(bytes, Module);
  const fromSource = (source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
    if (source instanceof Module) return instantiated(source, imports);
    const module = compiled(source);
    return { module, instance: instantiated(module, imports) };
  };
  Object.assign(WebAssembly, {
    // An async function, so that what these throw is a rejection as it is of the originals.
    instantiate: async (...args: Parameters<typeof fromSource>) =>
      Promise.resolve(fromSource(...args)),
    instantiateStreaming: async (
      source: Response | PromiseLike<Response>,
      imports?: WebAssembly.Imports,
    ) => fromSource(await (await source).arrayBuffer(), imports),
    Instance: new Proxy(Instance, {
      construct: (_target, [module, imports]: Parameters<typeof instantiated>) =>
        instantiated(module, imports),
    }),
    Module: new Proxy(Module, {
      construct: (_target, [bytes]: [BufferSource]) => compiled(bytes),
    }),
  });
  try {
    const made = await load();
    return { made, instance: captured.find(({ memory }) => memory !== undefined) };
  } finally {
    Object.assign(WebAssembly, { Instance, Module, instantiate, instantiateStreaming });
  }
}

/** Whether Node.js itself is at it: it parses HTTP, and looks for exports, by WebAssembly. */
const isOfNode = (): boolean => new Error().stack?.includes('(node:internal/deps/') === true;

/** Only what the module names is looked at: a proxy makes up an import for whoever asks. */
function memoryOf(
  module: WebAssembly.Module,
  exports: WebAssembly.Exports,
  imports: WebAssembly.Imports | undefined,
): WebAssembly.Memory | undefined {
  const exported = WebAssembly.Module.exports(module).find(({ kind }) => kind === 'memory');
  if (exported !== undefined) return exports[exported.name] as WebAssembly.Memory;
  const imported = WebAssembly.Module.imports(module).find(({ kind }) => kind === 'memory');
  return imported && (imports?.[imported.module]?.[imported.name] as WebAssembly.Memory);
}

/** Modules of one package, hardly ever more than one. */
const KEPT_MODULES = 4;
const compiledModules: { readonly bytes: Buffer; readonly module: WebAssembly.Module }[] = [];

function compileOnce(source: BufferSource, Module: typeof WebAssembly.Module): WebAssembly.Module {
  const view = ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
  const known = compiledModules.find(({ bytes }) => bytes.equals(view));
  if (known !== undefined) return known.module;
  const module = new Module(source);
  // A copy: who loads may use the buffer for something else.
  compiledModules.push({ bytes: Buffer.from(view), module });
  if (compiledModules.length > KEPT_MODULES) compiledModules.shift();
  return module;
}
