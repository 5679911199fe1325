/** A compiler by its package name; 0.27.5 grows memory to 2 GiB at once (fixed in 0.27.6). */
export type AssemblyScriptPackage = 'assemblyscript' | 'assemblyscript-0.27.5';

export interface AssemblyScriptOptions {
  readonly runtime: 'incremental' | 'minimal' | 'stub';
  readonly package?: AssemblyScriptPackage;
  /** Source text; absent: the three wrappers around `heap`. */
  readonly source?: string;
}

/** `heap.alloc` and its siblings under names that a module can export. */
const heapWrappers = `
export function heap_alloc(size: usize): usize { return heap.alloc(size); }
export function heap_realloc(block: usize, size: usize): usize { return heap.realloc(block, size); }
export function heap_free(block: usize): void { heap.free(block); }
`;

/** A source that exports nothing of its own, so that only `__new`, `__pin` and so on are found. */
export const objectsOnly = 'export const answer: i32 = 42;';

interface Compiler {
  main(
    argv: readonly string[],
    options: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: Uint8Array | string): void;
      listFiles(): string[];
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

/**
 * A module of AssemblyScript with its runtime exported, compiled in this process without files.
 *
 * @throws Error with the compiler's own text where it refuses the source
 */
export async function compileAssemblyScript(options: AssemblyScriptOptions): Promise<Uint8Array> {
  const compiler = (await import(
    `${options.package ?? 'assemblyscript'}/asc`
  )) as unknown as Compiler;
  let module: Uint8Array | undefined;
  const { error, stderr } = await compiler.main(
    ['module.ts', '--outFile', 'module.wasm', '--exportRuntime', '--runtime', options.runtime],
    {
      readFile: (name) => (name === 'module.ts' ? (options.source ?? heapWrappers) : null),
      writeFile: (name, contents) => {
        if (name === 'module.wasm' && typeof contents !== 'string') module = contents;
      },
      listFiles: () => [],
    },
  );
  if (module === undefined) throw new Error(error?.message ?? stderr.toString());
  return module;
}
