import { basename } from 'node:path';
import { SubjectError } from '../../../core/errors.js';
import type { SubjectDescription } from '../../../core/subject-description.js';
import type { Subject } from '../../subject.js';
import { describeNative, type DescribedNative } from '../describe-native.js';
import { loadKoffi } from './koffi-api.js';
import { openKoffiSubject } from './koffi-subject.js';

/** A library for which there is no driver. */
export interface WithoutDriver extends Omit<DescribedNative, 'name' | 'hasHostDoor'> {
  readonly path: string;
  /** Compilers that were tried, in words; undefined where the driver does not run at all. */
  readonly tried: string | undefined;
  readonly loadLimitMs: number;
}

const INSTALL =
  'Install a C compiler (apt-get install gcc libc6-dev, dnf install gcc, apk add gcc musl-dev)';

/**
 * Opens a library through koffi: on a machine without a C compiler, and outside of Linux. What the
 * driver alone can do is missing: a process of its own for every program, and a limit of memory,
 * below which Node.js itself cannot live.
 *
 * @throws SubjectError without koffi, for a 32-bit library, for a malloc lab, or where the library
 *   cannot be loaded
 */
export async function openWithoutDriver(library: WithoutDriver): Promise<Subject> {
  const { locator, elf, abi, path, tried, loadLimitMs } = library;
  if (loadKoffi() === undefined) {
    throw new SubjectError(
      tried === undefined
        ? `${locator}: the driver of native subjects runs on Linux only; here they are driven ` +
            'through koffi, which is not installed. Install it: npm install koffi.'
        : `${locator}: a native subject needs a C compiler, once, for the driver that runs it, and ` +
            `none of ${tried} was found; without one it can be driven through koffi, which is not ` +
            `installed. ${INSTALL}, or koffi (npm install koffi).`,
    );
  }
  const needsDriver =
    elf.bits === 32
      ? 'is a 32-bit library, which this process cannot load'
      : abi.convention === 'lab'
        ? 'is a malloc lab, whose mem_sbrk only the driver offers'
        : undefined;
  if (needsDriver !== undefined) {
    throw new SubjectError(
      tried === undefined
        ? `${locator}: ${needsDriver}; the driver runs on Linux only.`
        : `${locator}: ${needsDriver}; the driver needs a C compiler, and none of ${tried} was ` +
            `found. ${INSTALL}.`,
    );
  }
  const source = { path, convention: abi.convention, symbols: abi.functions, kept: false };
  return openKoffiSubject(
    { locator, loadLimitMs, load: { kind: 'load', source, initRefuses: abi.initRefuses } },
    (absent) => describe(library, absent),
  );
}

function describe(library: WithoutDriver, absent: readonly string[]): SubjectDescription {
  const { locator, abi } = library;
  // A heap of its own that tells its bounds may still take memory from the host, which only the driver
  // sees: here its bounds are unknown.
  const isUnsure = abi.functions.init === undefined;
  const own = Object.entries(abi.functions).filter(
    ([role]) => !absent.includes(role) && !(isUnsure && role === 'region'),
  );
  const description = describeNative({
    ...library,
    hasHostDoor: false,
    name: basename(locator.replace(/^builtin:/, '')),
    abi: { ...abi, functions: Object.fromEntries(own) },
  });
  const because =
    library.tried === undefined ? 'the driver runs on Linux only' : 'no C compiler was found';
  return {
    ...description,
    // Gaps between appended pieces are watched by the driver alone.
    kinds: description.kinds.filter((kind) => kind !== 'append'),
    footprintMeasured: false,
    drivenThrough: `koffi, because ${because}`,
    ...(description.growable
      ? {
          cannotLimit: `driven through koffi, since ${because}: a limit of memory would end Node.js`,
        }
      : {}),
  };
}
