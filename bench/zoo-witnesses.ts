import { fileURLToPath } from 'node:url';
import { certify } from '../src/engine/certify.js';
import { requestCount } from '../src/core/program.js';
import { zooMembers } from '../tests/zoo/zoo-table.js';
import { median } from './median.js';

/**
 * Length of the witness and the time of its shrinking, from the last program of the campaign on, per
 * planted bug, over `seeds` seeds. What a bug breaks beside its lead is neither judged nor shrunk.
 */
export async function zooWitnesses(print: (line: string) => void, seeds: number): Promise<void> {
  print(`witness length and time per planted bug, ${seeds} seeds`);
  print(
    '| member | leads | found | shortest known | min | median | max | at the shortest | median ms |',
  );
  print('|---|---|---|---|---|---|---|---|---|');
  for (const member of zooMembers) {
    const lengths: number[] = [];
    const times: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      let start = performance.now();
      let shrinkMs = 0;
      const result = await certify({
        locator: fileURLToPath(new URL(`../../${member.file}`, import.meta.url)),
        seed,
        effort: 'quick',
        properties: [member.lead],
        savedWitnesses: [],
        onEvent: (event) => {
          if (event.kind === 'shrunk') shrinkMs = performance.now() - start;
          else start = performance.now();
        },
        signal: new AbortController().signal,
      });
      const witness = result.properties.find((property) => property.id === member.lead)?.witness;
      if (witness === undefined) continue;
      lengths.push(requestCount(witness.program));
      times.push(shrinkMs);
    }
    print(row(member, lengths, times, seeds));
  }
}

function row(
  member: (typeof zooMembers)[number],
  lengths: readonly number[],
  times: readonly number[],
  seeds: number,
): string {
  const { name, lead, shortest } = member;
  const found = `${lengths.length}/${seeds}`;
  if (lengths.length === 0)
    return `| ${name} | ${lead} | ${found} | ${shortest ?? '?'} | | | | | |`;
  const least = Math.min(...lengths);
  const at = lengths.filter((length) => length <= (shortest ?? least)).length;
  const share = `${Math.round((100 * at) / lengths.length)} %`;
  const cells = [least, median(lengths), Math.max(...lengths), share, Math.round(median(times))];
  return `| ${name} | ${lead} | ${found} | ${shortest ?? '?'} | ${cells.join(' | ')} |`;
}
