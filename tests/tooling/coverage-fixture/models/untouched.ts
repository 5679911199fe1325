export function untouchedModel(): string {
  return 'no test imports this file';
}
