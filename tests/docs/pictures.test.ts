import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictures } from '../../scripts/pictures.js';
import { parsePicture } from '../../scripts/pictures/parse-picture.js';
import { mayImport } from '../tooling/layer-rules.js';

const docs = join(import.meta.dirname, '../../docs');
const architecture = readFileSync(join(docs, 'ARCHITECTURE.md'), 'utf8');
const textOf = (name: string): string => readFileSync(join(docs, `pictures/${name}.txt`), 'utf8');

test('pictures are what their texts say (npm run docs), and ARCHITECTURE shows each', () => {
  const drawn = pictures();
  expect(drawn.size).toBe(3);
  for (const [path, svg] of drawn) {
    expect(readFileSync(path, 'utf8'), path).toBe(svg);
    expect(architecture).toContain(path.slice(path.lastIndexOf('pictures/')));
  }
});

test('each step of the picture is one of ARCHITECTURE, in its order', () => {
  const drawn = [...textOf('seven-steps').matchAll(/: (\d) ([\w ]+) :/g)];
  const told = [...architecture.matchAll(/^(\d)\. \*\*([\w ]+)\.\*\*/gm)];
  const steps = (found: RegExpExecArray[]): string[] =>
    found.map(([, number, name]) => `${number} ${name}`).sort();
  expect(steps(drawn)).toHaveLength(7);
  expect(steps(drawn)).toEqual(steps(told));
});

test('each arrow between layers is one that the table of imports allows', () => {
  const { boxes, arrows } = parsePicture(textOf('layers'));
  expect(arrows.length).toBeGreaterThan(15);
  expect(arrows.filter(({ from, to }) => !mayImport(from, to))).toEqual([]);
  const root = join(docs, '..');
  const folders = boxes.map(({ id }) => id);
  expect(
    folders.filter((id) => !existsSync(join(root, 'src', id)) && !existsSync(join(root, id))),
  ).toEqual([]);
  expect(
    readdirSync(join(root, 'src')).filter((name) => !name.includes('.') && !folders.includes(name)),
  ).toEqual([]);
});

test('a line that is no box or arrow is refused with its words', () => {
  expect(() => parsePicture('arrow a b')).toThrow('no arrow');
  expect(() => parsePicture('box a')).toThrow('no box');
});
