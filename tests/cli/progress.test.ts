import { expect, test } from 'vitest';
import { makeProgress } from '../../dist/src/cli/progress.js';

interface Drawn {
  readonly texts: string[];
  at(milliseconds: number): void;
  readonly progress: ReturnType<typeof makeProgress>;
}

function draw(isTerminal: boolean, columns?: number): Drawn {
  const texts: string[] = [];
  let time = 0;
  const progress = makeProgress('x.wasm', {
    isTerminal,
    columns,
    write: (text) => texts.push(text),
    now: () => time,
  });
  return {
    texts,
    progress,
    at(milliseconds) {
      time = milliseconds;
      progress.take({
        kind: 'progress',
        programs: milliseconds,
        plannedPrograms: 20_000,
        requests: 1,
        violated: milliseconds > 10_000 ? 1 : 0,
      });
    },
  };
}

test('elsewhere than on a terminal there is a line every ten seconds, the first after ten', () => {
  const { texts, at, progress } = draw(false);
  for (const time of [0, 5000, 9999, 10_000, 15_000, 20_000]) at(time);
  progress.end();
  expect(texts).toEqual([
    'x.wasm: 10,000 of 20,000 programs, 1 request\n',
    'x.wasm: 20,000 of 20,000 programs, 1 request, 1 violated\n',
  ]);
});

test('on a terminal one line is redrawn, and cleared at the end', () => {
  const { texts, at, progress } = draw(true);
  for (const time of [0, 50, 100]) at(time);
  progress.end();
  expect(texts).toEqual([
    '\r\x1b[Kx.wasm: 0 of 20,000 programs, 1 request',
    '\r\x1b[Kx.wasm: 100 of 20,000 programs, 1 request',
    '\r\x1b[K',
  ]);
});

test('a line that is wider than the terminal loses its beginning, since it could not be redrawn', () => {
  const { texts, at } = draw(true, 30);
  at(0);
  expect(texts).toEqual(['\r\x1b[K...20,000 programs, 1 request']);
});

test('what was not drawn is not cleared', () => {
  const { texts, progress } = draw(true);
  progress.end();
  expect(texts).toEqual([]);
});
