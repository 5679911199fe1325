import { countText, plural } from '../../human/number-text.js';
import { html, jsonData, type Markup } from '../markup.js';
import type { SampleRunPart, SubjectPart } from '../report-parts.js';
import { amountChart, livesChart, refusalsChart } from './charts.js';
import { histogramsMarkup } from './histograms.js';
import { largestOf, seriesOf, type Series } from './series.js';

/** How the subject behaves where nothing breaks: one judged program over its steps, and what was asked in all. */
export function sampleRunMarkup(
  { sampleRun, asked, bounds }: SubjectPart,
  id: string,
): Markup | false {
  if (sampleRun === undefined && asked === undefined) return false;
  return html`<section class="run" id="${id}.run" aria-labelledby="${id}.run-h">
    <h3 id="${id}.run-h">
      How it behaves
      <a class="perma" href="#${id}.run" aria-label="Permanent link to how it behaves">#</a>
    </h3>
    ${sampleRun !== undefined && runMarkup(sampleRun, bounds.programs)}
    ${asked !== undefined && histogramsMarkup(asked, `${id}.run`)}
  </section>`;
}

function runMarkup({ number, program, execution }: SampleRunPart, programs: number): Markup {
  const series = seriesOf(execution);
  const { moments, liveBytes, gapBytes, footprintBytes } = series;
  const start = liveBytes.indexOf(largestOf(liveBytes));
  return html`<p>
      Program ${countText(number + 1)} of the ${countText(programs)} that were judged, with
      ${plural(moments.length - 1, 'step')}: real answers of this allocator. It shows how the
      allocator behaves, and proves nothing.
    </p>
    <div class="tools">
      <div class="steps-tool">
        <input
          type="range"
          min="0"
          max="${moments.length - 1}"
          value="${start}"
          step="1"
          aria-label="Step of the sample run"
        /><output></output>
      </div>
    </div>
    <p class="reading num" role="status"></p>
    ${livesChart(series)}${refusalsChart(series) ?? html``}${amountChart({
      title: 'Live bytes',
      note: 'as asked',
      values: liveBytes,
      name: 'live',
    })}${
      footprintBytes !== undefined &&
      amountChart({
        title: 'Footprint',
        note: 'bytes held from the host',
        values: footprintBytes,
        name: 'footprint',
      })
    }${amountChart({
      title: 'Gaps between live blocks',
      note: 'bytes from the first live byte to the last that no live block holds; headers are among them',
      values: gapBytes,
      name: 'gaps',
    })}
    <div class="two">
      <div>
        <h4>In words</h4>
        <ul>
          ${wordsOf(series).map((text) => html`<li>${text}</li>`)}
        </ul>
      </div>
      <div>
        ${tableOf(series)}
        <details>
          <summary>The program</summary>
          <pre>${program}</pre>
        </details>
      </div>
    </div>
    <script type="application/json" class="readings">
      ${jsonData(readingsOf(series))}
    </script>`;
}

/** What the cursor says at each step. */
const readingsOf = ({ moments, liveBytes, gapBytes }: Series): string[] =>
  moments.map(({ step, live }, at) => {
    const answer = step.answer
      .map((part) => (typeof part === 'string' ? part : part.text))
      .join('');
    return (
      `${step.text}: ${answer}; ${plural(live.length, 'block')} live, ` +
      `${plural(liveBytes[at], 'byte')}, gaps of ${plural(gapBytes[at], 'byte')}`
    );
  });

function wordsOf({ moments, lives, liveBytes, gapBytes, footprintBytes }: Series): string[] {
  const refused = moments.filter(({ step }) => step.outcome.kind === 'refused');
  const ended = moments.reduce((sum, { step }) => sum + (step.ended?.length ?? 0), 0);
  const most = largestOf(liveBytes);
  const gaps = largestOf(gapBytes);
  const first = refused.at(0)?.step;
  return [
    `${plural(lives.length, 'grant')} and moves, ${countText(ended)} given back, ${plural(refused.length, 'refusal')}.`,
    ...(first === undefined ? [] : [`The first refusal is step ${first.index}, ${first.text}.`]),
    `At most ${plural(most, 'byte')} were live, at step ${liveBytes.indexOf(most)}.`,
    `The gaps were widest at step ${gapBytes.indexOf(gaps)}: ${plural(gaps, 'byte')}.`,
    ...(footprintBytes === undefined
      ? []
      : [`At most ${plural(largestOf(footprintBytes), 'byte')} were held from the host.`]),
    `At the end ${plural(liveBytes.at(-1) ?? 0n, 'byte')} were live.`,
  ];
}

function tableOf({ moments, liveBytes, gapBytes }: Series): Markup {
  const by = Math.max(1, Math.ceil(moments.length / 14));
  const rows = moments
    .map((_, at) => at)
    .filter((at) => at % by === 0 || at === moments.length - 1);
  return html`<details>
    <summary>The same as a table</summary>
    <table role="table" class="figures">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">step</th>
          <th role="columnheader" scope="col">blocks</th>
          <th role="columnheader" scope="col">live bytes</th>
          <th role="columnheader" scope="col">gaps</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (at) =>
            html`<tr role="row">
              <th role="rowheader" scope="row">${at}</th>
              <td role="cell">${moments[at].live.length}</td>
              <td role="cell">${countText(liveBytes[at])}</td>
              <td role="cell">${countText(gapBytes[at])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
