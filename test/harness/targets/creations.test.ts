/** An endpoint whose delivery streams fail to be created, take long, or come only one at a time. */
import { describe, expect, test } from "vitest";
import { type Emulator, startEmulator, type VirtualClock } from "../../../emulator/index.ts";
import type { Service } from "../../../emulator/model/service.ts";
import type { RunResult } from "../../../harness/result.ts";
import { run } from "../../../harness/run.ts";
import { endpoint } from "../../../harness/targets/endpoint.ts";
import { scenarios } from "../../../scenarios/index.ts";

const accounts = ["111111111111", "222222222222"].map((id) => ({ id, accessKeyId: id, secretAccessKey: "test" }));

interface Description {
  DeliveryStreamDescription?: {
    DeliveryStreamName?: string;
    DeliveryStreamStatus?: string;
    FailureDescription?: object;
  };
}

/** What the endpoint says of a delivery stream, each time that it is asked. */
type Say = (stream: {
  readonly name: string;
  readonly createdAtMs: number;
  readonly attempt: number;
  readonly nowMs: number;
}) => { readonly status: string; readonly type?: string; readonly details?: string } | undefined;

/** An emulated Firehose that says something else of its delivery streams. */
function saying(say: Say, clock: () => VirtualClock) {
  const made = new Map<string, { createdAtMs: number; attempt: number }>();
  let most = 0;
  const creating = new Set<string>();
  const wrapService = (service: Service): Service =>
    service.name !== "firehose"
      ? service
      : {
          ...service,
          actions: service.actions.map((action) => ({
            ...action,
            run: async (request: Parameters<typeof action.run>[0]) => {
              const answer = (await action.run(request)) as Description;
              const { DeliveryStreamName: name = "" } = request.input as { DeliveryStreamName?: string };
              const nowMs = clock().now();
              if (action.schema[2] === "CreateDeliveryStream") {
                made.set(name, { createdAtMs: nowMs, attempt: (made.get(name)?.attempt ?? 0) + 1 });
                creating.add(name);
                most = Math.max(most, creating.size);
              }
              if (action.schema[2] !== "DescribeDeliveryStream") return answer;
              const description = answer.DeliveryStreamDescription ?? {};
              const said = say({ name, nowMs, createdAtMs: 0, attempt: 1, ...made.get(name) });
              if (said?.status !== "CREATING") creating.delete(name);
              if (said === undefined) return answer;
              const { status: DeliveryStreamStatus, type: Type, details: Details } = said;
              const FailureDescription = Type === undefined ? undefined : { Type, Details };
              return { DeliveryStreamDescription: { ...description, DeliveryStreamStatus, FailureDescription } };
            },
          })),
        };
  return {
    wrapService,
    mostAtATime: () => most,
    asked: () => [...made.values()].reduce((sum, { attempt }) => sum + attempt, 0),
  };
}

/** Those that deliver. */
const played = scenarios.filter(({ name }) => /^ownership\/.*-delivered$/.test(name));

async function playedOn(say: Say): Promise<{ result: RunResult; asked: number; mostAtATime: number }> {
  let emulator: Emulator<VirtualClock> | undefined;
  const { wrapService, mostAtATime, asked } = saying(say, () => {
    if (emulator === undefined) throw new Error("it has not started");
    return emulator.clock;
  });
  emulator = await startEmulator({ accounts, wrapService });
  const { clock, url } = emulator;
  const time = { now: () => clock.now(), wait: (ms: number) => clock.advance(ms) };
  try {
    await using target = endpoint(url, { time, patienceSeconds: 120 });
    const result = await run(played, target);
    return { result, asked: asked(), mostAtATime: mostAtATime() };
  } finally {
    await emulator.close();
  }
}

const verdicts = ({ scenarios: all }: RunResult) => new Set(all.map(({ verdict }) => verdict.kind));
const reasons = ({ scenarios: all }: RunResult) =>
  all.map(({ verdict }) => (verdict.kind === "inconclusive" ? verdict.because : verdict.kind));

describe("an endpoint", { timeout: 120_000 }, () => {
  test("that makes delivery streams is played as any other: the control", async () => {
    const { result } = await playedOn(() => undefined);
    expect(verdicts(result)).toEqual(new Set(["passed"]));
  });

  test("that cannot make any is asked twice, and no more", async () => {
    const { result, asked } = await playedOn(({ createdAtMs, nowMs }) =>
      nowMs < createdAtMs + 60_000 ? { status: "CREATING" } : { status: "CREATING_FAILED" },
    );
    expect(verdicts(result)).toEqual(new Set(["inconclusive"]));
    expect(asked).toBe(2);
    expect(reasons(result).join("\n")).toContain("the target could not create delivery stream");
    expect(reasons(result).join("\n")).toContain("it is CREATING_FAILED, and the service says no reason");
  });

  test("that never comes to an end with one, too", async () => {
    const { result } = await playedOn(() => ({ status: "CREATING" }));
    expect(verdicts(result)).toEqual(new Set(["inconclusive"]));
    expect(reasons(result).join("\n")).toContain("timed out after");
  });

  test("that fails once each is asked again, and passes", async () => {
    const { result } = await playedOn(({ attempt }) => (attempt === 1 ? { status: "CREATING_FAILED" } : undefined));
    expect(verdicts(result)).toEqual(new Set(["passed"]));
  });

  test("that is slow passes, one delivery stream at a time", async () => {
    const { result, mostAtATime } = await playedOn(({ createdAtMs, nowMs }) =>
      nowMs < createdAtMs + 90_000 ? { status: "CREATING" } : undefined,
    );
    expect(verdicts(result)).toEqual(new Set(["passed"]));
    expect(mostAtATime).toBe(1);
  });

  test("whose reason lies in what it was given is the user's failure, with the reason", async () => {
    const { result } = await playedOn(() => ({
      status: "CREATING_FAILED",
      type: "DISABLED_KMS_KEY",
      details: "the key is disabled",
    }));
    expect(verdicts(result)).toContain("failed");
    const [failed] = result.scenarios.filter(({ verdict }) => verdict.kind === "failed");
    expect(failed?.verdict).toMatchObject({
      failure: { short: expect.stringContaining("it is CREATING_FAILED: DISABLED_KMS_KEY: the key is disabled") },
    });
  });
});
