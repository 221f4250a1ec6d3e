import type { Account } from "./account.ts";
import type { ControlName } from "./controls/index.ts";
import type { expect } from "./expect.ts";
import type { Refusal } from "./refusal.ts";
import type { Phase } from "./result.ts";

/** What a scenario plays in. */
export interface World {
  /** Owns the data stream, the delivery stream and its role. */
  readonly accountA: Account;
  /** Owns the bucket. */
  readonly accountB: Account;
  readonly expect: typeof expect;
  /** Names a part of the scenario: timed, reported while it happens, and named by a failure inside. */
  step<Result>(title: string, work: () => Promise<Result> | Result): Promise<Result>;
  /** Does what must be refused, as a part of the scenario, and answers how it was; accepted, it fails the scenario. */
  refused(title: string, work: () => Promise<unknown>): Promise<Refusal>;
  /**
   * Judges something by itself: a check that does not hold fails the scenario and lets the other checks be made.
   * `leansOn`: controls without which it would prove nothing.
   */
  check(title: string, judge: () => Promise<void> | void, leansOn?: readonly ControlName[]): Promise<void>;
  /** Does what must be refused, and judges by itself that it is, in this way. */
  checkRefused(
    title: string,
    work: () => Promise<unknown>,
    expected: Partial<Refusal>,
    leansOn?: readonly ControlName[],
  ): Promise<void>;
  /** Shows a reader of the results something that was seen. */
  fact(name: string, value: string): void;
  /** Lets time pass on the target. */
  wait(seconds: number): Promise<void>;
  /** Lets the time pass in which Firehose keeps what it has read; none where the target does not keep it. */
  waitForBuffer(seconds: number): Promise<void>;
  /** Looks until there is something; fails when the target's time is over. */
  waitFor(settings: WaitForSettings): Promise<string>;
  /**
   * Creates something by calls of one's own and waits until it is ACTIVE; a status from which it cannot become so ends the
   * wait. Where the target itself fails, it is removed and created again, and the verdict is inconclusive in the end.
   */
  createActive(settings: CreateActiveSettings): Promise<void>;
}

export interface CreateActiveSettings {
  /** `delivery stream deliver` */
  readonly what: string;
  readonly create: () => Promise<unknown>;
  /** Resolves when it is gone. */
  readonly remove: () => Promise<void>;
  /** `CREATING` */
  readonly status: () => Promise<string>;
  readonly everySeconds: number;
}

export interface WaitForSettings {
  /** Ends the sentence "timed out after 60 s waiting for …". */
  readonly awaited: string;
  readonly withinSeconds: number;
  readonly everySeconds: number;
  /** Undefined where it is not there yet. */
  readonly look: () => Promise<string | undefined>;
}

export interface ScenarioDefinition<Given, Observed> {
  /** In kebab-case, families with a `/`: what `crosscheck run` takes. */
  readonly name: string;
  /** What should be true, as a sentence. */
  readonly title: string;
  /**
   * Controls without which the whole scenario would prove nothing: small scenarios whose right answer on AWS is known,
   * measured on the target before the run. Where the target gives another, the scenario is not played and its verdict is
   * inconclusive.
   */
  readonly leansOn?: readonly ControlName[];
  /** Whether what it tries is to succeed or to be refused. */
  readonly shows: "allow" | "denial";
  /**
   * The scenario that differs in one thing and shows the opposite: an allow proves something only beside a denial, and a
   * denial only beside an allow.
   */
  readonly twin: string;
  /** How long it takes on AWS at least, where that is much more than a delivery: the run begins with it. */
  readonly takesSeconds?: number;
  /** Why the scenario cannot be played on this machine; undefined where it can. */
  readonly unplayable?: () => Promise<string | undefined>;
  /** Makes what the scenario needs. */
  readonly given: (world: World) => Promise<Given>;
  /** Does what the scenario is about. */
  readonly when: (given: Given, world: World) => Promise<Observed>;
  /** Judges what came of it. */
  readonly outcome: (given: Given, world: World, observed: Observed) => Promise<void>;
}

/** A scenario that can be played; what passes between its parts is its own affair. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly leansOn: readonly ControlName[];
  readonly shows: "allow" | "denial";
  readonly twin: string;
  /** 0 where it is about a delivery. */
  readonly takesSeconds: number;
  readonly unplayable: () => Promise<string | undefined>;
  play(world: World, enter: (phase: Phase) => void): Promise<void>;
}

/** A scenario that can be played, of its three parts: what is given, what is done, what is to be seen of it. */
export function scenario<Given, Observed>(definition: ScenarioDefinition<Given, Observed>): Scenario {
  const { name, title, shows, twin, given, when, outcome } = definition;
  return {
    name,
    title,
    shows,
    twin,
    leansOn: definition.leansOn ?? [],
    takesSeconds: definition.takesSeconds ?? 0,
    unplayable: definition.unplayable ?? (async () => undefined),
    async play(world, enter) {
      enter("given");
      const state = await given(world);
      enter("when");
      const observed = await when(state, world);
      enter("outcome");
      await outcome(state, world, observed);
    },
  };
}
