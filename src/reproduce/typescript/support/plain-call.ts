export const callSubject = (call: () => unknown): unknown => call();
