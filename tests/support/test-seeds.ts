import { env } from 'node:process';

/** Seeds of campaigns that must accuse nobody: 1 to so many, or as ALLOCERT_TEST_SEEDS says. */
export function testSeeds(usual: number): readonly number[] {
  const count = Number(env['ALLOCERT_TEST_SEEDS'] ?? usual);
  return Array.from({ length: count }, (_, index) => index + 1);
}
