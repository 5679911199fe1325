import { SubjectError } from '../../core/errors.js';

/** How the libraries of a system are driven, and what they are made as. */
export interface Driving {
  /** `driver`: the compiled one where there is a compiler, else koffi. */
  readonly by: 'driver' | 'koffi';
  readonly format: 'elf' | 'mach-o';
}

/**
 * How shared libraries are driven on a platform, as Node.js names it: Linux by the compiled driver,
 * which forks for every program and shares its record as Linux does it; macOS through koffi.
 *
 * The platform is an argument because the choice can be tested everywhere, and what follows from it
 * has been run on Linux only.
 *
 * @throws SubjectError for a platform on which neither works, and for libc by its name outside Linux
 */
export function chooseDriving(platform: NodeJS.Platform, locator: string): Driving {
  if (platform === 'linux') return { by: 'driver', format: 'elf' };
  if (platform !== 'darwin') {
    throw new SubjectError(
      `${locator}: shared libraries can be driven on Linux and macOS, and this is ${platform}. ` +
        'Build the allocator as WebAssembly, or run it behind --command.',
    );
  }
  if (locator === 'builtin:libc') {
    throw new SubjectError(
      `${locator}: is on Linux only, since the libc of macOS is no file. Name a library by its path.`,
    );
  }
  return { by: 'koffi', format: 'mach-o' };
}
