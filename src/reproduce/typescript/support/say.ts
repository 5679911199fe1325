export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
export function cannot(text: string): never {
  say(`cannot be tried: ${text}`);
  process.exit(2);
}
