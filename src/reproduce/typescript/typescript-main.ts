import type { Reproduction, Run } from '../reproduction.js';
import { usedParts, type PartByFunction } from '../used-parts.js';
import { actLines } from './typescript-acts.js';

/** The support files of src/reproduce/typescript/support by what the requests call of theirs. */
const parts: PartByFunction = {
  begin: 'subject',
  ask: 'ask',
  askToDie: 'ask-to-die',
  forget: 'forget',
  intact: 'intact',
  grant: 'grant',
  regrant: 'regrant',
  usable: 'usable',
  granted: 'granted',
  refused: 'refused',
  grantedAt: 'granted-at',
  kept: 'kept',
  mustBeRejected: 'must-be-rejected',
  footprintWithin: 'footprint-within',
  grow: 'given-region',
  reset: 'reset',
  say: 'say',
};

/** The requests in order, and what starts them, with the support files that they need. */
export function typescriptMain({ runs, world, calls }: Reproduction): string {
  const isWasm = calls.kind === 'wasm';
  const functions = runs.map((run, index) => {
    const purpose = run.purpose === '' ? '' : `/** ${run.purpose} */\n`;
    const start = ['forget();', 'begin();', 'intact();'];
    const resets = Array.from({ length: world.resets }, () => 'reset();');
    const lines = [...start, ...resets, ...bodyOf(run, isWasm)].map((line) => `  ${line}\n`);
    return `${purpose}function run${index + 1}(): void {\n${lines.join('')}}\n`;
  });
  const starts = runs.flatMap(({ isPremise }, index) => [
    ...(runs.length > 1 ? [`current.isPremise = ${isPremise};`] : []),
    `run${index + 1}();`,
  ]);
  const text = [...functions, ...starts, "say('the violation does not show');"].join('\n');
  return [...usedParts(parts, text).map((part) => `import {} from './${part}.js';`), text].join(
    '\n',
  );
}

function bodyOf(run: Run, isWasm: boolean): string[] {
  const lines = run.acts.flatMap((act) => actLines(act, isWasm));
  if (run.rounds === 1) return lines;
  return [
    `for (let round = 1; round <= ${run.rounds}; round++) {`,
    ...lines.map((line) => `  ${line}`),
    `  if (round > ${run.rounds - run.rounds / 4}) footprintWithin(${run.mostFootprintBytes ?? 0n});`,
    '}',
  ];
}
