import { SubjectError, UsageError } from '../../core/errors.js';
import { nearestWord } from '../../core/nearest-word.js';
import type { ElfFile } from './elf-file.js';

/** What a function of a native subject is used for; the driver knows them by these names. */
export const nativeRoles = [
  'alloc',
  'allocZeroed',
  'allocArray',
  'alignedAlloc',
  'memalign',
  'posixMemalign',
  'realloc',
  'reallocArray',
  'dealloc',
  'usable',
  'init',
  'region',
  'extend',
  'append',
  'resize',
  'reset',
] as const;
export type NativeRole = (typeof nativeRoles)[number];

/**
 * In which order functions take their arguments.
 *
 *   c        malloc(size), aligned_alloc(align, size), realloc(address, size), free(address)
 *   layout   alloc(size, align), realloc(address, old, new, align), dealloc(address, size, align)
 *   handle   as c, behind the handle that init answered: tlsf_malloc(handle, size); usable alone takes
 *            the address only, as tlsf_block_size does, and append the address of the new piece
 *   lab      as c, over the heap that the driver offers through mem_sbrk (the malloc lab of CS:APP)
 */
export const conventions = ['c', 'layout', 'handle', 'lab'] as const;
export type Convention = (typeof conventions)[number];

/** The calling convention of one library, as it was recognised or named. */
export interface NativeAbi {
  readonly name: string;
  readonly convention: Convention;
  /** Symbols by role. */
  readonly functions: Readonly<Partial<Record<NativeRole, string>>>;
  /**
   * What init answers to refuse its pool. `minusOne` is for malloc labs, whose mm_init answers 0 in
   * older hand-outs, true in later ones and nothing in some solutions: all of them go on. One that
   * was refused memory by mem_sbrk has refused as well, whatever it answers.
   */
  readonly initRefuses: 'never' | 'zero' | 'minusOne';
  readonly suggestedContract: { readonly preset: string; readonly because: string } | undefined;
}

type Names = Readonly<Partial<Record<NativeRole, string>>>;

interface Recipe extends Omit<NativeAbi, 'functions' | 'suggestedContract'> {
  readonly needs: readonly NativeRole[];
  /** A function that must be left to the driver, for the recipe to apply. */
  readonly imports?: string;
  readonly names: Names;
  preset(found: Names): string;
}

const mallocNames: Names = {
  alloc: 'malloc',
  allocArray: 'calloc',
  alignedAlloc: 'aligned_alloc',
  memalign: 'memalign',
  posixMemalign: 'posix_memalign',
  realloc: 'realloc',
  reallocArray: 'reallocarray',
  dealloc: 'free',
  usable: 'malloc_usable_size',
};

/** The names by which C knows a role, for who names functions by them: malloc=my_malloc. */
const roleByCName: ReadonlyMap<string, string> = new Map(
  Object.entries(mallocNames).map(([role, name]) => [name, role]),
);

/** A malloc family under a prefix, as libraries export it that do not replace libc's. */
function mallocFamily(prefix: string): Recipe {
  const names = Object.entries(mallocNames).map(([role, name]) => [role, `${prefix}${name}`]);
  return {
    name: 'malloc-family',
    convention: 'c',
    needs: ['alloc', 'dealloc'],
    // No function of C: a heap in static data tells by it where it lies.
    names: { ...(Object.fromEntries(names) as Names), region: 'allocert_region' },
    initRefuses: 'never',
    preset: (found) => (found.posixMemalign === undefined ? 'c17' : 'posix'),
  };
}

/** A malloc lab; later hand-outs call its functions as libc does, all but mm_init. */
function mallocLab(prefix: string): Recipe {
  return {
    name: 'malloc-lab',
    convention: 'lab',
    needs: ['alloc', 'dealloc', 'init'],
    imports: 'mem_sbrk',
    names: {
      alloc: `${prefix}malloc`,
      allocArray: `${prefix}calloc`,
      realloc: `${prefix}realloc`,
      dealloc: `${prefix}free`,
      init: 'mm_init',
    },
    initRefuses: 'minusOne',
    preset: () => 'malloc-lab',
  };
}

const own = Object.entries({
  alloc: 'alloc',
  allocZeroed: 'alloc_zeroed',
  realloc: 'realloc',
  dealloc: 'dealloc',
  usable: 'usable',
  init: 'init',
  region: 'region',
  extend: 'extend',
  append: 'append',
  resize: 'resize',
  reset: 'reset',
}).map(([role, name]) => [role, `allocert_${name}`]);

const recipes: readonly Recipe[] = [
  {
    name: 'allocert',
    convention: 'layout',
    needs: ['alloc'],
    names: Object.fromEntries(own) as Names,
    initRefuses: 'zero',
    preset: () => 'rust-global-alloc',
  },
  ...['mm_', ''].map(mallocLab),
  {
    name: 'tlsf',
    convention: 'handle',
    needs: ['alloc', 'dealloc', 'init'],
    names: {
      alloc: 'tlsf_malloc',
      memalign: 'tlsf_memalign',
      realloc: 'tlsf_realloc',
      dealloc: 'tlsf_free',
      usable: 'tlsf_block_size',
      init: 'tlsf_create_with_pool',
      append: 'tlsf_add_pool',
    },
    initRefuses: 'zero',
    preset: () => 'c17',
  },
  ...['', 'je_', 'mi_', 'tc_', 'scalable_', 'dl'].map(mallocFamily),
];

/**
 * The convention of a library by what it exports, or by what the user named: `functions` maps roles
 * to symbols, and `convention` to one of {@link conventions}.
 *
 * @throws UsageError for a role or a convention that is not known
 * @throws SubjectError if no convention fits, or a named function is not exported; both say what is
 */
export function chooseAbi(
  elf: ElfFile,
  locator: string,
  functions: Readonly<Record<string, string>> = {},
): NativeAbi {
  const exported = new Set(elf.exports);
  const { convention, named } = readNamed(functions, exported, locator);
  const foundBy = (recipe: Recipe): Names =>
    pick(recipe.names, (role, name) => exported.has(name) && named[role] === undefined);
  const recipe =
    named.alloc === undefined
      ? recipes.find(
          ({ needs, names, imports }) =>
            needs.every((role) => named[role] !== undefined || exported.has(names[role] ?? '')) &&
            (imports === undefined || elf.imports.includes(imports)),
        )
      : undefined;
  if (recipe?.convention !== 'lab' && named.alloc === undefined) refuseOwnHeap(exported, locator);
  if (recipe !== undefined) {
    const found = { ...foundBy(recipe), ...named };
    const symbols = recipe.needs.map((role) => found[role] ?? '');
    const listed = [
      ...symbols,
      ...(found.posixMemalign === undefined ? [] : [found.posixMemalign]),
    ];
    return {
      name: recipe.name,
      convention: convention ?? recipe.convention,
      functions: found,
      initRefuses: recipe.initRefuses,
      suggestedContract: {
        preset: recipe.preset(found),
        because: `exports ${inWords(listed)}`,
      },
    };
  }
  if (named.alloc === undefined) throw noAbi(elf, locator);
  return {
    name: 'named',
    convention: convention ?? 'c',
    functions: named,
    initRefuses: 'never',
    suggestedContract: undefined,
  };
}

interface Named {
  readonly convention: Convention | undefined;
  readonly named: Names;
}

function readNamed(
  functions: Readonly<Record<string, string>>,
  exported: ReadonlySet<string>,
  locator: string,
): Named {
  const { convention, ...asked } = functions as { convention?: string } & Record<string, string>;
  const rest = Object.fromEntries(
    Object.entries(asked).map(([role, name]) => [roleByCName.get(role) ?? role, name]),
  );
  const known = conventions.find((name) => name === convention);
  if (convention !== undefined && known === undefined) {
    throw new UsageError(
      `${locator}: convention ${convention} is not known; there are ${conventions.join(', ')}`,
    );
  }
  for (const [role, name] of Object.entries(rest)) {
    if (!nativeRoles.some((one) => one === role)) {
      const nearest = nearestWord(role, [...nativeRoles, ...roleByCName.keys()]);
      throw new UsageError(
        `${locator}: ${role} is no role of a native function` +
          (nearest === undefined ? '' : `; did you mean ${nearest}?`) +
          ` Roles: ${nativeRoles.join(', ')}, and convention; or C's own names: ` +
          `${[...roleByCName.keys()].join(', ')}.`,
      );
    }
    if (!exported.has(name)) {
      const nearest = nearestWord(name, exported);
      throw new SubjectError(
        `${locator}: does not export a function ${name}` +
          (nearest === undefined ? '' : `; did you mean ${nearest}?`),
      );
    }
  }
  return { convention: known, named: rest };
}

/**
 * Refuses a malloc lab that does not take its heap from the driver: its bounds would be unknown, and
 * its mm_init never called.
 */
function refuseOwnHeap(exported: ReadonlySet<string>, locator: string): void {
  if (!exported.has('mm_init') || !(exported.has('mm_malloc') || exported.has('mem_sbrk'))) return;
  throw new SubjectError(
    exported.has('mem_sbrk')
      ? `${locator}: is a malloc lab with a mem_sbrk of its own. Link it without memlib.c and ` +
          'mdriver.c: allocert offers mem_sbrk and the other functions of memlib.h.'
      : `${locator}: exports mm_init and mm_malloc, and does not call mem_sbrk, from which a malloc ` +
          'lab takes its heap. Call mm_init from a function with __attribute__((constructor)), and ' +
          'name the others: --export alloc=mm_malloc --export dealloc=mm_free ' +
          '--export realloc=mm_realloc --contract malloc-lab.',
  );
}

/** How many of its functions an error shows. */
const SHOWN = 12;

function noAbi(elf: ElfFile, locator: string): SubjectError {
  const exports = elf.exports.filter((name) => !name.startsWith('_'));
  const likely = exports.filter((name) => /alloc|free/i.test(name));
  const shown = (likely.length > 0 ? likely : exports).slice(0, SHOWN);
  return new SubjectError(
    `${locator}: exports no allocator that is known: malloc and free, allocert_alloc, mm_init with ` +
      'mm_malloc and mm_free, or tlsf_create_with_pool with tlsf_malloc and tlsf_free. ' +
      (shown.length === 0
        ? 'It exports no function at all.'
        : `Nearest of what it exports: ${shown.join(', ')}. `) +
      'Name them, as in --export malloc=my_alloc --export free=my_free, or export the few functions ' +
      'of allocert_* around it.',
  );
}

function pick(names: Names, keep: (role: NativeRole, name: string) => boolean): Names {
  const kept = Object.entries(names).filter(([role, name]) => keep(role as NativeRole, name));
  return Object.fromEntries(kept);
}

function inWords(names: readonly string[]): string {
  return names.length === 1
    ? names[0]
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
