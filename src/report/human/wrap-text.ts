import { fileLayout } from './layout.js';

/** `text` as lines of at most `width` characters, each behind `indent`. Long words stay whole. */
export function wrapText(text: string, indent: string, width = fileLayout.width): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
