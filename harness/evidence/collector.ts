import type { ClientPlugin, Sandbox, SeenCall, SeenDecision } from "../target.ts";
import { clientCalls } from "./client-calls.ts";
import type {
  AccountEvidence,
  AttemptEvidence,
  CallEvidence,
  DecisionEvidence,
  Evidence,
  Ground,
  ObjectEvidence,
} from "./evidence.ts";
import { parametersOf, resourceOf } from "./parameters.ts";
import { SetupOfCalls } from "./setup-of-calls.ts";

/** Of one scenario: entries that are kept. A scenario has some tens; a fault that repeats itself must not fill a report. */
const most = { calls: 400, attempts: 100, objects: 20 };
/** Bytes of an object that are kept. */
const headBytes = 1_024;

/** What is kept of a call while it is counted. */
interface Entry {
  readonly position: number;
  readonly evidence: Omit<CallEvidence, "count" | "lastAt">;
  count: number;
  lastAt: number;
}

/** An object as it was read. */
export interface SeenObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly acl: Pick<ObjectEvidence, "owner" | "grants">;
}

/** What a collector has to do with a sandbox. */
export type Watched = Pick<Sandbox, "watch"> & { readonly time: Pick<Sandbox["time"], "now"> };

/** Gathers the evidence of one scenario while it is played. */
export class EvidenceCollector {
  readonly #sandbox: Watched;
  /** Tells the step that is going on which call was made in it; what it answers tells steps apart. */
  readonly #attribute: (position: number) => unknown;
  readonly #stepNow: () => unknown;
  readonly #setup = new SetupOfCalls();
  readonly #calls: Entry[] = [];
  readonly #byStep = new Map<unknown, Map<string, Entry>>();
  readonly #grounds: Ground[] = [];
  readonly #groundPositions = new Map<string, number>();
  readonly #attempts: AttemptEvidence[] = [];
  readonly #objects = new Map<string, ObjectEvidence>();
  readonly #leftOut = { calls: 0, attempts: 0, objects: 0 };
  readonly #unwatch: (() => void) | undefined;
  #accounts: readonly AccountEvidence[] = [];
  #ended = false;

  constructor(
    sandbox: Watched,
    steps: { readonly stepNow: () => unknown; readonly attribute: (position: number) => void },
  ) {
    this.#sandbox = sandbox;
    this.#stepNow = steps.stepNow;
    this.#attribute = steps.attribute;
    this.#unwatch = sandbox.watch?.({
      onCall: (call) => this.#onCall(call),
      onAttempt: (attempt) => this.#onAttempt(attempt),
    });
  }

  /** For the clients of an account, where the target does not tell the calls itself. */
  pluginsFor(account: string): readonly ClientPlugin[] {
    if (this.#sandbox.watch !== undefined) return [];
    return [
      clientCalls(
        account,
        () => this.#sandbox.time.now(),
        (call) => this.#onCall(call),
      ),
    ];
  }

  identified(accounts: readonly AccountEvidence[]): void {
    this.#accounts = accounts.map(({ name, id, canonicalUserId }) => ({ name, id, canonicalUserId }));
  }

  sawObject(bucket: string, { key, bytes, acl }: SeenObject): void {
    if (this.#ended) return;
    const name = `${bucket}/${key}`;
    if (this.#objects.size >= most.objects && !this.#objects.has(name)) {
      this.#leftOut.objects++;
      return;
    }
    this.#objects.set(name, {
      ...{ at: this.#sandbox.time.now(), bucket, key, size: bytes.length },
      head: Buffer.from(bytes.subarray(0, headBytes)).toString("base64"),
      ...{ owner: acl.owner, grants: acl.grants },
    });
  }

  /** What comes later, such as the clean-up, is no part of it. */
  end(): void {
    this.#ended = true;
    this.#unwatch?.();
  }

  evidence(): Evidence {
    return {
      toldBy: this.#sandbox.watch === undefined ? "clients" : "target",
      accounts: this.#accounts,
      setup: this.#setup.setup(),
      calls: this.#calls.map(({ evidence, count, lastAt }) => ({ ...evidence, count, lastAt })),
      grounds: this.#grounds,
      attempts: this.#attempts,
      objects: [...this.#objects.values()],
      cut: Object.entries(this.#leftOut).flatMap(([what, count]) =>
        count === 0 ? [] : [`${count} ${what} beyond the first ${most[what as keyof typeof most]} are left out`],
      ),
    };
  }

  #onCall(call: SeenCall): void {
    if (this.#ended) return;
    this.#setup.see(call);
    const step = this.#stepNow();
    const alike = this.#byStep.get(step) ?? new Map<string, Entry>();
    this.#byStep.set(step, alike);
    const resource = call.decisions[0]?.resource ?? resourceOf(call);
    const key = keyOf(call, resource);
    const known = alike.get(key);
    if (known !== undefined) {
      known.count++;
      known.lastAt = call.at;
      return;
    }
    if (this.#calls.length >= most.calls) {
      this.#leftOut.calls++;
      return;
    }
    const { at, by, account, principal, service, operation, status, error } = call;
    const entry: Entry = {
      position: this.#calls.length,
      count: 1,
      lastAt: at,
      evidence: {
        ...{ at, by, service, operation },
        ...(account !== undefined && { account }),
        ...(principal !== undefined && { principal }),
        ...(resource !== undefined && { resource }),
        parameters: parametersOf(call.input),
        ...(status !== undefined && { status }),
        ...(error !== undefined && { error: { code: error.code, message: error.message.slice(0, 1_000) } }),
        decisions: call.decisions.map((each) => this.#decision(each)),
      },
    };
    this.#calls.push(entry);
    alike.set(key, entry);
    this.#attribute(entry.position);
  }

  #decision({ action, resource, accountId, isAllowed, reasons }: SeenDecision): DecisionEvidence {
    const { grounds, explanation } = reasons();
    return {
      ...{ action, resource, accountId },
      verdict: isAllowed ? "allowed" : "denied",
      grounds: grounds.map((each) => this.#positionOf(each)),
      ...(!isAllowed && { explanation }),
    };
  }

  #positionOf(ground: Ground): number {
    const key = JSON.stringify(ground);
    const known = this.#groundPositions.get(key);
    if (known !== undefined) return known;
    this.#groundPositions.set(key, this.#grounds.length);
    return this.#grounds.push(ground) - 1;
  }

  #onAttempt(attempt: AttemptEvidence): void {
    if (this.#ended) return;
    if (this.#attempts.length < most.attempts) this.#attempts.push(attempt);
    else this.#leftOut.attempts++;
  }
}

/** Calls that a reader would not tell apart. */
function keyOf({ by, account, service, operation, error, decisions }: SeenCall, resource: string | undefined): string {
  const verdicts = decisions.map(({ action, isAllowed }) => `${action}${isAllowed}`);
  return [by, account, service, operation, resource, error?.code, ...verdicts].join(" ");
}
