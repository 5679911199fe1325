import type { World } from '../../core/world.js';
import { PAGE_BYTES, type Host } from './host.js';
import type { DoorGlobals } from './watch-growth.js';

/** The globals of a machine that {@link DoorGlobals} numbers. */
export type DoorValues = Readonly<Record<keyof DoorGlobals, WebAssembly.Global>>;

/**
 * What stands between a module and its host. A module asks by `memory.grow`, which its rewritten form
 * counts and refuses by itself, or by an import, which the stub does. Calls of either way are numbered
 * apart; hardly a module has both.
 */
export class HostDoor {
  /** Largest memory demanded since the last `take`, in bytes; 0 for none. */
  demanded = 0;
  /** Bytes of the latest call that was refused since the last `take`; 0 for none. */
  refused = 0;
  /** What was refused before any program began; every program starts behind that. */
  private readonly refusedAtStart: number;
  /** Whether the module has a way to ask that goes through here. */
  readonly isUsed: boolean;

  constructor(
    readonly host: Host,
    private readonly globals: DoorValues | undefined,
    importsGrowth: boolean,
  ) {
    this.isUsed = globals !== undefined || importsGrowth;
    this.take();
    this.refusedAtStart = this.refused;
  }

  /** Whether an import was called since the last `take`; what `memory.grow` does, detaches the memory. */
  get hasNews(): boolean {
    return this.host.demandedBytes > 0;
  }

  /** Sets the calls to be refused in a program's world, and forgets what was. */
  begin({ hostRefusesFrom, hostRefusesCalls }: World): void {
    const { host, globals } = this;
    const from = hostRefusesFrom === 0 ? NEVER : hostRefusesFrom;
    const many = hostRefusesCalls === 0 ? NEVER : hostRefusesCalls;
    this.take();
    host.calls = 0;
    host.refusesFrom = from;
    host.refusesCalls = many;
    if (globals === undefined) return;
    globals.calls.value = 0;
    globals.from.value = from | 0;
    globals.many.value = many | 0;
  }

  /** Starts over behind `begin`: what the harness itself brought about is none of the subject's. */
  forget(): void {
    this.take();
    this.demanded = 0;
    this.refused = this.refusedAtStart;
  }

  /** Reads what was demanded and refused, and starts over. */
  take(): void {
    const { host, globals } = this;
    this.demanded = host.demandedBytes;
    this.refused = host.refusedBytes;
    host.demandedBytes = host.refusedBytes = 0;
    if (globals === undefined) return;
    const { demand, refused } = globals;
    this.demanded = Math.max(this.demanded, ((demand.value as number) >>> 0) * PAGE_BYTES);
    this.refused = ((refused.value as number) >>> 0) * PAGE_BYTES || this.refused;
    demand.value = refused.value = 0;
  }
}

/** More calls than any program makes. */
const NEVER = 2 ** 32 - 1;
