import { expect, test } from 'vitest';
import { zooMembers } from '../../dist/tests/zoo/zoo-table.js';
import { judgeMember, returns } from '../support/judge-member.js';

// Goal: every member of the zoo is killed as the table says. Method: a short campaign each, in a
// worker, as for any subject. Three files, so that threads share the work: the members of even
// number, those of odd number, and those of whose programs each may cost a hang.

test.each(zooMembers.filter(returns).filter((_, index) => index % 2 === 0))(
  '$name is led by $lead',
  async (member) => {
    expect.hasAssertions();
    await judgeMember(member, 1);
  },
);
