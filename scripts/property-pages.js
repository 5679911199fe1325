// What of docs/properties follows from the code: the head of each page from its property, the violation
// from a run of a member of the zoo, and the index. `npm run docs` writes them; a test compares.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allProperties } from '../dist/properties/index.js';
import { parseProgram } from '../dist/src/core/parse-program-literal.js';
import { requestCount } from '../dist/src/core/program.js';
import { programsByEffort } from '../dist/src/engine/certify.js';
import { examine, needsTrial } from '../dist/src/engine/examine.js';
import { TrialRunner } from '../dist/src/engine/run-trial.js';
import { samplingOf } from '../dist/src/engine/sampling.js';
import { openSession } from '../dist/src/engine/session.js';
import { contradictionLines } from '../dist/src/report/human/contradiction-lines.js';
import { plainPaint } from '../dist/src/report/human/paint.js';
import { zooMembers } from '../dist/tests/zoo/zoo-table.js';

/** @typedef {import('../dist/properties/property.js').Property} Property */
/** @typedef {import('../dist/src/core/property-id.js').PropertyId} PropertyId */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = join(root, 'docs', 'properties');

/**
 * The member of the zoo that shows the property, and its shortest witness, as certifying finds it.
 *
 * @type {Readonly<Record<PropertyId, readonly [member: string, literal: string]>>}
 */
const examples = {
  'null-on-exhaustion': ['calloc-product-wraps', '{region=64} A=allocArray(2,SIZE_MAX/2+1)'],
  'zero-size': ['zero-size-shares-address', '{region=64} A=alloc(0) B=alloc(0)'],
  alignment: ['realloc-drops-alignment', '{region=64} A=alloc(0) realloc(A,1,16)'],
  'in-bounds': ['last-byte-beyond-region', '{region=64} A=alloc(remaining)'],
  'no-overlap': ['enclosing-overlap', '{region=128} A=alloc(1) B=alloc(1) free(A) C=alloc(33)'],
  'realloc-preserves': [
    'failed-realloc-frees-old',
    '{region=64} A=alloc(1) realloc(A,57) B=alloc(1)',
  ],
  zeroed: ['calloc-recycled-dirty', '{region=64} A=alloc(1) free(A) B=allocZeroed(1)'],
  'content-preserved': [
    'metadata-written-into-live-block',
    '{region=64} A=alloc(5) B=alloc(0) free(B)',
  ],
  'outside-untouched': ['header-after-last-block-outside-pool', '{region=64} A=alloc(0)'],
  'usable-size': ['usable-size-includes-header', '{region=256} A=alloc(129) usable(A)'],
  'invalid-free': [
    'interior-free-frees-enclosing-block',
    '{region=64} A=alloc(2) freeInvalid(interior,A,+1)',
  ],
  'failed-call-no-effect': ['state-changed-by-refused-request', '{region=64} A=alloc(57)'],
  placement: ['alignment-rounded-down', '{region=64} A=alloc(1) free(A) B=alloc(1,2)'],
  'reuse-after-free': [
    'full-slab-never-listed-again',
    '{region=256} A=alloc(129) free(A) B=alloc(129)',
  ],
  'no-spurious-null': ['null-although-room-exists', '{region=64} A=alloc(0,16) B=alloc(1)'],
  'full-reclaim': ['coalesce-forgets-left', '{region=64} A=alloc(0,16)'],
  'bounded-growth': ['grows-a-thousand-times-too-much', 'A=alloc(32761)'],
  deterministic: ['hidden-counter', 'A=alloc(1)'],
  'no-fault': ['realloc-copies-new-size', '{region=72} A=alloc(0,64) realloc(A,9,2)'],
};

/** Times that an example is run until it shows: `deterministic` does in some runs only. */
const RUNS = 5;

/** @returns {Promise<ReadonlyMap<string, string>>} texts by absolute path */
export async function propertyPages() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const property of allProperties) {
    const path = join(pages, `${property.id}.md`);
    const page = readFileSync(path, 'utf8');
    const byHand = page.slice(page.indexOf('**Claimed by**'), page.indexOf(VIOLATION));
    const rest = page.slice(page.indexOf('## What it does not say'));
    texts.set(path, `${head(property)}${byHand}${await violation(property.id)}${rest}`);
  }
  const path = join(pages, 'README.md');
  const rows = allProperties.map(({ id, claim }) => `| [${id}](${id}.md) | ${claim} |\n`);
  const index = readFileSync(path, 'utf8').replace(/(?:^\| \[.*\n)+/m, rows.join(''));
  const byHand = index.slice(0, index.indexOf(NUMBERS));
  return texts.set(path, `${byHand}${NUMBERS}\n${numbersOfPrograms()}`);
}

const VIOLATION = '## A violation\n';
const NUMBERS = '## How many programs\n';

/** @returns {string} */
function numbersOfPrograms() {
  const rows = Object.entries(samplingOf).map(([effort, sampling]) => {
    const programs = programsByEffort[/** @type {keyof typeof programsByEffort} */ (effort)];
    const { explainedFirst, explainedEvery, triedEveryFirst, triedFirst, triedEvery } = sampling;
    return (
      `| ${effort} | ${count(programs)} | the first ${explainedFirst}, then 1 in ${explainedEvery} | ` +
      `1 in ${triedEveryFirst} of the first ${count(triedEveryFirst * triedFirst)}, then 1 in ${triedEvery} |\n`
    );
  });
  return (
    'The kernel judges every program. The specification walks a sample, and every program that the kernel ' +
    'calls broken or cannot decide; what several executions say is asked of a share, the trials. Which ' +
    'ones goes by number and length alone, so that a seed gives the same report.\n\n' +
    `| effort | programs | walked | tried |\n| --- | --- | --- | --- |\n${rows.join('')}`
  );
}

/**
 * @param {number} programs
 * @returns {string}
 */
const count = (programs) => programs.toLocaleString('en');

/**
 * @param {Property} property
 * @returns {string}
 */
function head({ id, claim, formula, why, source }) {
  return (
    `# ${id}\n\n<!-- From here to "Claimed by", and the violation: written by npm run docs. -->\n\n` +
    `> ${claim}\n\n\`\`\`text\n${formula}\n\`\`\`\n\n**Why.** ${why}\n\n**Source.** ${source}\n\n`
  );
}

/**
 * @param {PropertyId} id
 * @returns {Promise<string>}
 */
async function violation(id) {
  const [name, requests] = examples[id];
  const literal = `allocert/1 ${requests}`;
  const lines = await run(id, name, literal);
  const member = `tests/zoo/members/${name}.ts`;
  return (
    `${VIOLATION}\nBy [${name}](../../${member}) of the zoo, as allocert prints it:\n\n` +
    `\`\`\`text\n${literal}\n\n${lines.join('\n').trimEnd()}\n\`\`\`\n\n`
  );
}

/**
 * What is printed of an example. Throws where the property does not lead, or where the table of the zoo
 * knows a shorter witness: then the page needs another. No member has `placement` for its lead.
 *
 * @param {PropertyId} id
 * @param {string} name
 * @param {string} literal
 * @returns {Promise<string[]>}
 */
async function run(id, name, literal) {
  const member = zooMembers.find((one) => one.name === name);
  const program = parseProgram(literal);
  if (member === undefined) throw new Error(`the zoo has no ${name}`);
  if (member.lead === id && member.shortest !== requestCount(program)) {
    throw new Error(`${literal} is not the shortest that the zoo has for ${name}`);
  }
  const session = await openSession({ locator: join(root, member.file) });
  try {
    const trials = new TrialRunner(session);
    for (let count = 0; count < RUNS; count++) {
      const wanted = needsTrial(id) ? [id] : [];
      // Read back after every step, as a witness is, so that damage has its step.
      const read = {
        ...program,
        world: { ...program.world, observe: /** @type {const} */ ('each') },
      };
      const { trial, explanation } = await examine(session, trials, read, wanted);
      const [finding] = explanation.findings;
      if (finding?.property === id) return contradictionLines(finding, trial.main, plainPaint);
    }
    throw new Error(`${name} does not break ${id} first by ${literal}`);
  } finally {
    await session.subject.close();
  }
}
