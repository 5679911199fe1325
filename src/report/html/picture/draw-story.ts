import { countText } from '../../human/number-text.js';
import { html, type Markup } from '../markup.js';
import type { EvidencePart, ExecutionPart, WitnessPart } from '../report-parts.js';
import { sentence } from '../sentence.js';
import { axisOf, type Axis } from './axis.js';
import { drawLane, drawPatterns, type DrawnBlock, type Lane, type Role } from './draw-lane.js';
import { drawRuler } from './draw-ruler.js';
import { marksOf, type Marks } from './evidence-marks.js';
import { momentLabel } from './moment-label.js';
import { momentsOf, spanOf, type Block, type Moment, type Span } from './memory.js';

/** What a story is made of. */
export interface StoryInput {
  readonly witness: WitnessPart;
  readonly execution: ExecutionPart;
  readonly property: string;
  /** Begins every id in it; unique in the page. */
  readonly id: string;
}

/** A story as a table, and what a legend says of it. */
export interface Story {
  readonly table: Markup;
  readonly axis: Axis;
  readonly marks: Marks;
  readonly steps: number;
  /** Steps and blocks that are not drawn. */
  readonly leftOut: { readonly steps: number; readonly blocks: number };
}

const MOST_ROWS = 200;
const MOST_BLOCKS = 64;

/**
 * A witness as a picture: steps down, addresses across, and the argument as the left side of the table,
 * so that text and picture cannot fall out of step. A pure function of what a report holds.
 */
export function drawStory({ witness, execution, property, id }: StoryInput): Story {
  const marks = marksOf(witness.evidence as EvidencePart, regionAt(execution, witness.step));
  const told = momentsOf(execution).filter(
    ({ step }) => step.index <= witness.step && (step.index > 0 || witness.step === 0),
  );
  const moments = told.slice(-MOST_ROWS);
  const doers = moments.at(-1)?.owned.map(({ allocation }) => allocation) ?? [];
  const roleOf = (allocation: number): Role =>
    marks.victims.includes(allocation) ? 'victim' : doers.includes(allocation) ? 'doer' : 'other';
  const rows = moments.map((moment) => ({ moment, shown: shownBlocks(moment, roleOf) }));
  const used = [
    ...rows.flatMap(({ moment, shown }) => [...shown, ...moment.givenBack]),
    ...marks.wrong,
    ...marks.expected,
    ...marks.multiples.map((at) => ({ start: at, end: at })),
  ];
  const axis = axisOf(used, regionAt(execution, witness.step));
  const body = rows.map(({ moment, shown }) =>
    moment.step.index === witness.step
      ? brokenRows(moment, shown, { marks, witness, axis, id, roleOf })
      : givenRow(moment, shown, { axis, id, isFirst: moment === moments.at(0) }),
  );
  const blocks = rows.reduce(
    (most, { moment, shown }) => Math.max(most, moment.live.length - shown.length),
    0,
  );
  return {
    axis,
    marks,
    steps: moments.length,
    leftOut: { steps: told.length - moments.length + (execution.stepsLeftOut ?? 0), blocks },
    table: html`${drawPatterns(axis, id)}
      <table role="table" class="story">
        <caption class="vh">
          The witness of ${property}, a row for each step: the request, the answer, and what is live
          in memory after it. Addresses are offsets from the base of the region, ranges half-open.
        </caption>
        <colgroup>
          <col class="say" />
          <col class="n" />
          <col class="req" />
          <col class="ans" />
          <col />
        </colgroup>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col"><span class="vh">Part of the argument</span></th>
            <th role="columnheader" scope="col"><span class="vh">Step</span></th>
            <th role="columnheader" scope="col">request</th>
            <th role="columnheader" scope="col">answer</th>
            <th role="columnheader" scope="col" class="mem">
              <div>
                ${drawRuler(axis, marks.wrong)}<span class="vh">live memory after the step</span>
              </div>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${body}
        </tbody>
      </table>`,
  };
}

/** The region as it was last told at a step. */
export function regionAt({ extents }: ExecutionPart, step: number): Span {
  const event = extents.filter((one) => one.step <= step).at(-1) ?? extents.at(0);
  return event === undefined ? { start: 0n, end: 0n } : spanOf(event.region);
}

/** Those that the story is about, and of the others as many as can be told apart. */
function shownBlocks(moment: Moment, roleOf: (allocation: number) => Role): DrawnBlock[] {
  const { live, owned } = moment;
  const isNew = (block: Block): boolean => owned.some((one) => one.allocation === block.allocation);
  const drawn = live.map((block) => ({
    ...block,
    role: roleOf(block.allocation),
    isNew: isNew(block),
  }));
  // Who did it is drawn last: where blocks overlap, it must be seen.
  drawn.sort((a, b) => Number(a.role === 'doer') - Number(b.role === 'doer'));
  if (drawn.length <= MOST_BLOCKS) return drawn;
  const others = drawn.filter(({ role, isNew: fresh }) => role === 'other' && !fresh);
  const dropped = new Set(others.slice(0, drawn.length - MOST_BLOCKS));
  return drawn.filter((block) => !dropped.has(block));
}

interface RowContext {
  readonly axis: Axis;
  readonly id: string;
  readonly isFirst: boolean;
}

function givenRow(
  moment: Moment,
  shown: readonly DrawnBlock[],
  { axis, id, isFirst }: RowContext,
): Markup {
  const { step } = moment;
  return html`<tr role="row" data-step="${step.index}">
    <td role="cell" class="say">${isFirst && 'Let'}</td>
    ${requestCells(moment)}
    <td role="cell" class="mem"><div>${drawLane(laneOf(moment, shown), axis, id)}</div></td>
  </tr> `;
}

interface BrokenContext {
  readonly marks: Marks;
  readonly witness: WitnessPart;
  readonly axis: Axis;
  readonly id: string;
  readonly roleOf: (allocation: number) => Role;
}

/** The step that breaks the property: what was granted beside what follows, whom it hurts beside what contradicts. */
function brokenRows(moment: Moment, shown: readonly DrawnBlock[], context: BrokenContext): Markup {
  const { marks, witness, axis, id, roleOf } = context;
  const { then, however } = witness.contradiction;
  const { index } = moment.step;
  const hurt = new Set(marks.lane.map(({ allocation }) => allocation));
  const granted: Lane = {
    ...laneOf(
      moment,
      shown.filter(({ allocation }) => !hurt.has(allocation)),
    ),
    wrong: marks.wrong,
    expected: marks.expected,
    multiples: marks.multiples,
    at: marks.at,
  };
  const names = new Map(moment.live.map(({ allocation, name }) => [allocation, name]));
  const victims: Lane = {
    ...empty,
    blocks: marks.lane.map((block) => ({
      ...block,
      ...{ name: names.get(block.allocation) ?? '', role: roleOf(block.allocation), isNew: false },
    })),
    framed: marks.lane.length > 0 ? marks.wrong : [],
    callout: marks.callout,
    pointsAt: targetOf(marks),
    label: marks.callout,
  };
  return html`<tr role="row" class="bad" data-step="${index}">
      <td role="cell" class="say">Step</td>
      ${requestCells(moment)}
      <td role="cell" class="mem" rowspan="2"><div>${drawLane(granted, axis, id)}</div></td>
    </tr>
    <tr role="row" class="bad then" data-step="${index}">
      <td role="cell" class="say">Then</td>
      <td role="cell" class="text" colspan="3">${sentence(then)}</td>
    </tr>
    <tr role="row" class="bad however" data-step="${index}">
      <td role="cell" class="say">However</td>
      <td role="cell" class="text" colspan="3">${contradiction(however)}</td>
      <td role="cell" class="mem"><div>${drawLane(victims, axis, id)}</div></td>
    </tr> `;
}

function targetOf({ wrong, expected, at }: Marks): Span | undefined {
  return wrong.at(0) ?? expected.at(0) ?? (at === undefined ? undefined : { start: at, end: at });
}

const empty: Lane = {
  blocks: [],
  givenBack: [],
  wrong: [],
  framed: [],
  expected: [],
  multiples: [],
  label: '',
};

/** The sentence ends in the word that the reader is waiting for. */
function contradiction(however: WitnessPart['contradiction']['however']): Markup {
  const last = however.at(-1);
  if (typeof last !== 'string' || !last.endsWith('.'))
    return html`${sentence(however)}: a contradiction.`;
  return html`${sentence([...however.slice(0, -1), last.slice(0, -1)])}: a contradiction.`;
}

function laneOf(moment: Moment, shown: readonly DrawnBlock[]): Lane {
  const { step, givenBack } = moment;
  const host = step.hostRefusedBytes === undefined ? '' : ' host';
  const isRefused = step.outcome.kind === 'refused' || host !== '';
  const lane = { ...empty, blocks: shown, givenBack, label: momentLabel(moment) };
  return isRefused ? { ...lane, refused: `⊘${host}` } : lane;
}

function requestCells({ step }: Moment): Markup {
  return html`<td role="cell" class="n">
      <button type="button" aria-label="Go to step ${step.index}">${step.index}</button>
    </td>
    <th role="rowheader" scope="row" class="req"><code>${step.text}</code></th>
    <td role="cell" class="ans">${answer(step)}</td>`;
}

function answer({ outcome, answer: told, hostRefusedBytes }: Moment['step']): Markup {
  const host =
    hostRefusedBytes !== undefined &&
    html` <span class="refused">⊘ host refused ${countText(BigInt(hostRefusedBytes))} bytes</span>`;
  const sign = { refused: '⊘ ', rejected: '⊘ ', faulted: '✹ ', pending: '✹ ' }[outcome.kind];
  if (sign === undefined) return html`${sentence(told)}${host}`;
  return html`<span class="refused">${sign}${sentence(told)}</span>${host}`;
}
