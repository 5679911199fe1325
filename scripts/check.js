// Everything that a change has to pass, in one command. It goes on after a failure, because a
// person who waits for it wants the whole list, and names at the end what failed.

import { spawnSync } from 'node:child_process';

// The build comes first: the linter and the compiler read the types of dist, and tests run it.
const steps = ['build', 'format:check', 'lint', 'types', 'unused', 'coverage', 'package'];

const failed = steps.filter((step) => {
  console.log(`\n> npm run ${step}`);
  return spawnSync('npm', ['run', '--silent', step], { stdio: 'inherit' }).status !== 0;
});

if (failed.length > 0) {
  console.error(`\ncheck failed: ${failed.join(', ')}`);
  process.exitCode = 1;
} else {
  console.log(`\ncheck passed: ${steps.join(', ')}`);
}
