export function untouched(): string {
  return 'no test imports this file';
}
