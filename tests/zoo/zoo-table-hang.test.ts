import { expect, test } from 'vitest';
import { zooMembers } from '../../dist/tests/zoo/zoo-table.js';
import { judgeMember, returns } from '../support/judge-member.js';

// A part of what zoo-table-even.test.ts does, which says how.

test.each(zooMembers.filter((member) => !returns(member)))(
  '$name is led by $lead',
  async (member) => {
    expect.hasAssertions();
    await judgeMember(member, 1);
  },
);
