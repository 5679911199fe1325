export const subject: unknown = () => ({});
