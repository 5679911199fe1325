import { blamed } from './content-preserved.js';
import { finding } from './moment.js';
import { property } from './property.js';

/** The allocator stays within its region. */
export const outsideUntouched = property({
  id: 'outside-untouched',
  claim: 'Bytes around the region never change.',
  formula:
    'for offsets o in [base - 128, base) and [end, end + 128): byte(o) is what it was before init',
  why:
    'Headers behind the last block and bitmaps one byte too long write here, often ' +
    'during init, which is judged as step 0. In wasm the statics and the stack lie ' +
    'around the heap and change lawfully, so nothing is watched there.',
  source: 'RUSTSEC-2022-0063 (linked_list_allocator extend)',
  clause: (_contract, subject) =>
    subject.regionIsGiven && subject.hasMemory && subject.givesLengthOnly !== true
      ? 'region'
      : undefined,
  evidence: ['damage'],
  countedBy: { observer: 'outside' },
  onceBroken: 'ends',
  checkStep(moment) {
    const damage = moment.damages.find((event) => event.aspect === 'outside');
    if (damage === undefined) return 'notExercised';
    return finding(moment, 'outside-untouched', 'region', {
      kind: 'damage',
      damage,
      victim: undefined,
      blamedStep: blamed(moment),
    });
  },
});
