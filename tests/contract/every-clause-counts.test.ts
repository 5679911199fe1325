import { expect, test } from 'vitest';
import {
  contractJsonSchema,
  type SchemaNode,
} from '../../dist/src/contract/document/document-schema.js';
import { notJudged } from '../../dist/src/contract/not-judged.js';
import { askedClauses } from './asked-clauses.js';
import { judgedClauses } from './judged-clauses.js';

const clauseCases = { ...askedClauses, ...judgedClauses };

/** Paths of the leaves of the contract schema; what a document is and extends is no clause. */
function leaves({ properties = {} }: SchemaNode, path = ''): string[] {
  return Object.entries(properties)
    .filter(([key]) => key !== '$schema' && key !== 'extends')
    .flatMap(([key, node]) =>
      node.properties === undefined ? [`${path}${key}`] : leaves(node, `${path}${key}.`),
    );
}

test('each clause has a case in which it counts, or is told as one that is not judged', () => {
  const covered = [...Object.keys(clauseCases), ...Object.keys(notJudged)];
  expect(covered.sort()).toEqual(leaves(contractJsonSchema()).sort());
});

test.each(Object.entries(clauseCases))(
  '%s changes a verdict, or what is asked',
  async (_, { one, other, observe }) => {
    expect(await observe(one)).not.toEqual(await observe(other));
  },
);
