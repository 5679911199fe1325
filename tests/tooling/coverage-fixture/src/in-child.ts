export function sign(value: number): string {
  if (value < 0) {
    return 'negative';
  }
  return 'positive';
}

console.log(sign(-1) + sign(1));
