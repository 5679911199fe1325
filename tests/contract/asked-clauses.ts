import type { ContractInput } from '../../dist/src/contract/document/contract-schema.js';
import { parseContract } from '../../dist/src/contract/document/parse-contract.js';
import { termsOf } from '../../dist/src/contract/terms/terms.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import type { SubjectDescription } from '../../dist/src/core/subject-description.js';
import { makePlan } from '../../dist/src/generate/generation-plan.js';
import { isLawful } from '../../dist/src/generate/lawful-program.js';
import type { ClauseCase } from './clause-case.js';
import { describeSubject, glibc } from './describe-subject.js';

/** Whether a program may be asked. */
const asked = (
  one: ContractInput,
  other: ContractInput,
  text: string,
  subject: SubjectDescription = describeSubject(),
): ClauseCase => ({
  one,
  other,
  observe: (contract) => {
    const plan = makePlan(termsOf(parseContract(contract, 'a test'), subject));
    return Promise.resolve(isLawful(plan, parseProgram(`allocert/1 ${text}`)));
  },
});

const given = '{region=65536} ';
const frees = (free: ContractInput['free']): ContractInput => ({
  requests: ['alloc', 'dealloc', 'deallocInvalid', 'deallocNull'],
  free: { null: 'ignored', twice: 'ignored', foreign: 'ignored', ...free },
});

const resizes = (realloc: ContractInput['realloc']): ContractInput => ({
  requests: ['alloc', 'dealloc', 'realloc'],
  zeroSize: 'unique',
  realloc: { ...realloc },
});

const grows = (region: ContractInput['region']): ContractInput => ({
  requests: ['alloc', 'extend'],
  region: { growGranuleBytes: 8, reserveBytes: 64, ...region },
});

const inWorld = (region: ContractInput['region']): ContractInput => ({
  region: { smallestBytes: 4_096, sizeMultiple: 1, baseAlign: 1, ...region },
});

const native = { ...glibc, regionIsGiven: false, growable: false, regionBytes: 65_536 };

/** For each leaf of the contract schema that changes what is asked, a program that it lets be asked. */
export const askedClauses: Readonly<Record<string, ClauseCase>> = {
  'free.foreignWhere': asked(
    frees({ foreignWhere: 'outside' }),
    frees({ foreignWhere: 'anywhere' }),
    `${given}freeInvalid(foreign,+65535)`,
  ),
  requests: asked(
    { requests: ['alloc'] },
    { requests: ['alloc', 'dealloc'] },
    `${given}A=alloc(8) free(A)`,
  ),
  entryPoints: asked(
    {},
    { entryPoints: ['aligned_alloc'] },
    'A=aligned_alloc:alloc(16,16)',
    native,
  ),
  'sizes.smallest': asked({ sizes: { smallest: 8 } }, {}, `${given}A=alloc(4)`),
  'sizes.largest': asked({ sizes: { largest: 64 } }, {}, `${given}A=alloc(65)`),
  'sizes.belowSmallest': asked(
    { sizes: { smallest: 8 } },
    { sizes: { smallest: 8, belowSmallest: 'refused' } },
    `${given}A=alloc(4)`,
  ),
  'sizes.abovePtrdiffMax': asked(
    {},
    { sizes: { abovePtrdiffMax: 'refused' } },
    `${given}A=alloc(SIZE_MAX)`,
  ),
  'sizes.byKind': asked(
    { requests: ['alloc', 'realloc'], sizes: { byKind: { realloc: { largest: 32 } } } },
    { requests: ['alloc', 'realloc'] },
    `${given}A=alloc(64) realloc(A,33)`,
  ),
  'alignment.maximum': asked(
    { alignment: { maximum: 16 } },
    { alignment: { maximum: 64 } },
    `${given}A=alloc(8,64)`,
  ),
  'alignment.bad': asked(
    { requests: ['alloc'] },
    { requests: ['alloc', 'badAlign'], alignment: { bad: 'rejected' } },
    `${given}A=badAlign(24,3)`,
  ),
  'alignment.sizeMultiple': asked(
    { entryPoints: ['aligned_alloc'], alignment: { sizeMultiple: true } },
    { entryPoints: ['aligned_alloc'] },
    'A=aligned_alloc:alloc(24,16)',
    native,
  ),
  'region.baseAlign': asked(
    inWorld({ baseAlign: 16 }),
    inWorld({}),
    '{region=4096 base=+1} A=alloc(8)',
  ),
  'region.sizeMultiple': asked(
    inWorld({ sizeMultiple: 4_096 }),
    inWorld({}),
    '{region=4100} A=alloc(8)',
  ),
  'region.smallestBytes': asked(
    inWorld({ smallestBytes: 8_192 }),
    inWorld({}),
    '{region=4096} A=alloc(8)',
  ),
  'region.largestBytes': asked(
    inWorld({ largestBytes: 8_192 }),
    inWorld({}),
    '{region=16384} A=alloc(8)',
  ),
  'region.freshBytes': asked(
    inWorld({ freshBytes: 'zero' }),
    inWorld({ freshBytes: 'any' }),
    '{region=4096 fill=noise:1} A=alloc(8)',
  ),
  'region.reserveBytes': asked(grows({}), grows({ reserveBytes: 128 }), `${given}extend(128)`),
  'region.growGranuleBytes': asked(grows({}), grows({ growGranuleBytes: 4 }), `${given}extend(12)`),
  'realloc.ofNull': asked(resizes({}), resizes({ ofNull: 'alloc' }), `${given}A=realloc(null,8)`),
  'realloc.toZero': asked(
    resizes({}),
    resizes({ toZero: 'free' }),
    `${given}A=alloc(8) realloc(A,0)`,
  ),
  'realloc.newAlignment': asked(
    resizes({}),
    resizes({ newAlignment: true }),
    `${given}A=alloc(8) realloc(A,16,32)`,
  ),
  'realloc.smallest': asked(
    resizes({ smallest: 16 }),
    resizes({}),
    `${given}A=alloc(8) realloc(A,15)`,
  ),
  'realloc.ofZeroSize': asked(
    resizes({}),
    resizes({ ofZeroSize: true }),
    `${given}A=alloc(0) realloc(A,8)`,
  ),
  'free.null': asked(
    { requests: ['alloc'] },
    { requests: ['alloc', 'deallocNull'], free: { null: 'ignored' } },
    `${given}free(null)`,
  ),
  'free.interior': asked(
    frees({}),
    frees({ interior: 'ignored' }),
    `${given}A=alloc(8) freeInvalid(interior,A,+1)`,
  ),
  'free.wrongSize': asked(
    frees({}),
    frees({ wrongSize: 'rejected' }),
    `${given}A=alloc(8) freeInvalid(wrongSize,A,+8)`,
  ),
};
