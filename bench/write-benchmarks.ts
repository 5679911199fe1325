import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../docs/BENCHMARKS.md', import.meta.url));

/** Puts what a part has printed in place of what stood between its marks; a part without marks stays out. */
export function writeBenchmarks(part: string, lines: readonly string[]): void {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [`<!-- begin ${part} -->\n`, `<!-- end ${part} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) return;
  const written = `${begin}${asMarkdown(lines).join('\n')}\n${end}`;
  writeFileSync(path, text.slice(0, from) + written + text.slice(to + end.length));
}

/** A table needs an empty line before it. */
function asMarkdown(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    const opens = line.startsWith('|') && index > 0 && !lines[index - 1].startsWith('|');
    return opens ? ['', line] : [line];
  });
}
