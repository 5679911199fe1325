/** Who can tell what was found; each is a function of the JSON report, but for `human`. */
export const reporterNames = [
  'human',
  'minimal',
  'json',
  'junit',
  'sarif',
  'github',
  'html',
] as const;

export type ReporterName = (typeof reporterNames)[number];
