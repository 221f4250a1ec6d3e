import { AsyncLocalStorage } from "node:async_hooks";
import { type Findings, unreliable } from "./controls/reliance.ts";
import { Interruption, verdictOf } from "./interruption.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import {
  type Fact,
  type Phase,
  passed,
  type StepEvent,
  type StepResult,
  type Verdict,
  type Wait,
  worst,
} from "./result.ts";
import { explainedRefusal, isAwsError } from "./scenario-error.ts";

export interface RecorderSettings {
  readonly onEvent?: (event: StepEvent) => void;
  /** Of the target's controls. Where nothing was measured, every check stands for itself. */
  readonly findings?: Findings;
  /** As `Sandbox` has it: what stands behind a call that AWS refused. */
  readonly watchDenials?: () => () => Promise<readonly string[]>;
  readonly interruption?: Interruption;
  /** Milliseconds of this machine, for durations. */
  readonly stopwatch?: () => number;
}

interface OpenStep {
  readonly title: string;
  readonly kind: StepResult["kind"];
  readonly depth: number;
  readonly startedAtMs: number;
  readonly facts: Fact[];
  readonly steps: StepResult[];
  readonly calls: number[];
  latencyMs?: number;
  /** Nothing inside is reported or kept. */
  readonly silent: boolean;
}

/** Keeps what the steps of one scenario come to, timed, in the tree in which they ran, and says so while it happens. */
export class Recorder {
  readonly steps: StepResult[] = [];
  readonly #onEvent: (event: StepEvent) => void;
  readonly #findings: Findings | undefined;
  readonly #watchDenials: () => () => Promise<readonly string[]>;
  readonly #interruption: Interruption;
  readonly #stopwatch: () => number;
  readonly #current = new AsyncLocalStorage<OpenStep>();
  /** Those whose end is awaited, the innermost last. */
  readonly #going: OpenStep[] = [];
  readonly #working = new Set<Promise<unknown>>();
  #phase: Phase = "given";

  constructor(settings: RecorderSettings = {}) {
    this.#onEvent = settings.onEvent ?? (() => {});
    this.#findings = settings.findings;
    this.#watchDenials = settings.watchDenials ?? (() => async () => []);
    this.#interruption = settings.interruption ?? new Interruption();
    this.#stopwatch = settings.stopwatch ?? (() => performance.now());
  }

  enter(phase: Phase): void {
    this.#phase = phase;
  }

  /**
   * Does `work` as a step. A failure is recorded and goes on to the caller; where AWS refused a call, with what the target
   * knows of the reasons.
   */
  async step<Result>(title: string, work: () => Promise<Result> | Result): Promise<Result> {
    this.#interruption.check();
    const open = this.#open(title, "action");
    const denials = this.#watchDenials();
    const working = this.#current.run(open, async () => work());
    this.#working.add(working);
    try {
      const result = await working;
      this.#close(open, passed);
      return result;
    } catch (error) {
      const explained = open.silent || !isAwsError(error) ? error : explainedRefusal(error, await denials());
      this.#close(open, verdictOf(explained));
      throw explained;
    } finally {
      this.#working.delete(working);
    }
  }

  /** Resolves when no step is going on any more, also of those that nobody waits for. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  /**
   * Judges what was seen. A check that does not hold is recorded, and the scenario goes on to its other checks. One that
   * leans on a control which does not hold on the target is inconclusive, whatever it says.
   */
  async check(title: string, leansOn: readonly string[], judge: () => Promise<void> | void): Promise<void> {
    this.#interruption.check();
    const open = this.#open(title, "check");
    const verdict: Verdict = await this.#current.run(open, async () => {
      try {
        await judge();
        return passed;
      } catch (error) {
        return verdictOf(error);
      }
    });
    const because = this.#findings && unreliable(leansOn, this.#findings);
    this.#close(open, because === undefined ? verdict : { kind: "inconclusive", because });
  }

  /** Does what must be refused as a step, which fails where it is accepted. Its parts are not recorded: they have to fail. */
  async refusal(title: string, work: () => Promise<unknown>): Promise<Refusal> {
    return this.step(title, () => this.#refusalOf(title, work));
  }

  /** A check that something is refused, and that the refusal is the right one. */
  async checkRefusal(
    title: string,
    leansOn: readonly string[],
    work: () => Promise<unknown>,
    judge: (refusal: Refusal) => void,
  ): Promise<void> {
    await this.check(title, leansOn, async () => judge(await this.#refusalOf(title, work)));
  }

  /** Adds something worth seeing to the step that is going on. */
  fact(name: string, value: string): void {
    this.#current.getStore()?.facts.push({ name, value });
  }

  /** Of the wait for an object that is going on. */
  latency(ms: number): void {
    const open = this.#current.getStore();
    if (open !== undefined) open.latencyMs = ms;
  }

  /** Tells how it stands with a wait. */
  waiting(wait: Wait): void {
    if (this.#current.getStore()?.silent !== true) this.#onEvent({ kind: "waiting", phase: this.#phase, wait });
  }

  /** The innermost step that is going on, to be compared only. */
  stepNow(): unknown {
    return this.#going.at(-1);
  }

  /** Files a call, by its position in the evidence, with the step that is going on. */
  attribute(call: number): void {
    this.#going.at(-1)?.calls.push(call);
  }

  /** Of all steps so far. */
  verdict(): Verdict {
    return worst(this.steps.map(({ verdict }) => verdict));
  }

  #refusalOf(title: string, work: () => Promise<unknown>): Promise<Refusal> {
    const depth = (this.#current.getStore()?.depth ?? 0) + 1;
    const unseen: OpenStep = {
      title,
      kind: "action",
      depth,
      startedAtMs: 0,
      facts: [],
      steps: [],
      calls: [],
      silent: true,
    };
    return this.#current.run(unseen, () => refusalOf(title, work()));
  }

  #open(title: string, kind: StepResult["kind"]): OpenStep {
    const around = this.#current.getStore();
    const depth = (around?.depth ?? -1) + 1;
    const silent = around?.silent ?? false;
    if (!silent) this.#onEvent({ kind: "step-started", title, phase: this.#phase, depth });
    const startedAtMs = this.#stopwatch();
    const step: OpenStep = { title, kind, depth, startedAtMs, facts: [], steps: [], calls: [], silent };
    if (!silent) this.#going.push(step);
    return step;
  }

  #close(open: OpenStep, verdict: Verdict): void {
    const { title, kind, depth, startedAtMs, facts, steps, calls, silent } = open;
    if (!silent) this.#going.splice(this.#going.lastIndexOf(open), 1);
    const step: StepResult = {
      title,
      kind,
      phase: this.#phase,
      verdict,
      durationMs: this.#stopwatch() - startedAtMs,
      facts,
      steps,
      ...(calls.length > 0 && { calls }),
      ...(open.latencyMs !== undefined && { latencyMs: open.latencyMs }),
    };
    (this.#current.getStore()?.steps ?? this.steps).push(step);
    if (!silent) this.#onEvent({ kind: "step-ended", step, depth });
  }
}
