import type { PropertyId } from '../core/property-id.js';
import type { Config } from './config-schema.js';
import type { AskedReporter, Effort } from './option-values.js';

/** The options of `certify` as commander gives them; absent ones are undefined. */
export interface CertifyFlags {
  readonly contract?: string;
  readonly maxAlign?: number;
  readonly export?: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly effort?: Effort;
  readonly runs?: number;
  readonly maxTime?: number;
  readonly property?: readonly PropertyId[];
  readonly reporter?: readonly AskedReporter[];
  readonly outputDir?: string;
  /** False for --no-save. */
  readonly save: boolean;
  readonly config?: string;
  readonly verbose?: boolean;
}

/** Everything that `certify` is told, each value once. */
export interface CertifySettings {
  readonly contract: unknown;
  readonly maxAlign: number | undefined;
  readonly exports: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly effort: Effort;
  readonly runs: number | undefined;
  readonly maxTimeMs: number | undefined;
  readonly properties: readonly PropertyId[] | undefined;
  /** In the order named. */
  readonly reporters: readonly AskedReporter[];
  readonly outputDir: string;
  /** Whether reports are written to files too: only where a place for them was named. */
  readonly writesReports: boolean;
  readonly save: boolean;
}

/** Flags before the configuration file before defaults. `drawnSeed` is used if nobody gave one. */
export function certifySettings(
  flags: CertifyFlags,
  config: Config,
  drawnSeed: number,
): CertifySettings {
  const outputDir = flags.outputDir ?? config.outputDir;
  return {
    contract: flags.contract ?? config.contract,
    maxAlign: flags.maxAlign ?? config.maxAlign,
    exports: { ...config.exports, ...flags.export },
    seed: flags.seed ?? config.seed ?? drawnSeed,
    effort: flags.effort ?? config.effort ?? 'standard',
    runs: flags.runs ?? config.runs,
    maxTimeMs: flags.maxTime ?? config.maxTime,
    properties: flags.property ?? config.properties,
    reporters: flags.reporter ?? config.reporters ?? [{ name: 'human' }],
    outputDir: outputDir ?? '.allocert',
    writesReports: outputDir !== undefined,
    save: flags.save && (config.save ?? true),
  };
}
