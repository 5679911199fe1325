import type { InvocationFlags } from '../report/reproduce-commands.js';
import type { CertifyFlags } from './certify-settings.js';

/**
 * The flags of this run as they must be typed again to repeat it. What the configuration file says
 * is not among them: the same file will say it again. Where reports go is left out, because it
 * changes no verdict.
 */
export function invocationFlags(flags: CertifyFlags): InvocationFlags {
  return {
    subject: [
      ...option('--contract', flags.contract),
      ...option('--max-align', flags.maxAlign),
      ...Object.entries(flags.export ?? {}).flatMap(([name, target]) =>
        option('--export', `${name}=${target}`),
      ),
    ],
    campaign: [
      ...option('--effort', flags.effort),
      ...option('--runs', flags.runs),
      ...option('--max-time', flags.maxTime === undefined ? undefined : `${flags.maxTime}ms`),
      ...(flags.property ?? []).flatMap((id) => option('--property', id)),
      ...option('--config', flags.config),
    ],
  };
}

const option = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [name, String(value)];
