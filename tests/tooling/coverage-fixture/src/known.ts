// Lines and branches that are known to be missed: see tests/tooling/coverage-guard.test.ts, which
// names them by number.
export interface Grant {
  readonly start: number;
  readonly size: number;
}

export function describeGrant(grant: Grant): string {
  if (grant.size === 0) {
    return 'nothing';
  }
  return `${grant.size} bytes at ${grant.start}`;
}

export function neverCalled(grant: Grant): number {
  const end = grant.start + grant.size;
  return end;
}
