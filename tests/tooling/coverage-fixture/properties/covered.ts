export function covered(): string {
  return 'a test calls this';
}
