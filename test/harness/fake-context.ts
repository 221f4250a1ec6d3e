import { CleanUp } from "../../harness/clean-up.ts";
import type { Context } from "../../harness/context.ts";
import { IamChanges } from "../../harness/iam-changes.ts";
import { Recorder } from "../../harness/recorder.ts";
import type { AccountAccess, Sandbox } from "../../harness/target.ts";

const access: AccountAccess = {
  name: "A",
  region: "us-east-1",
  credentials: { accessKeyId: "unused", secretAccessKey: "unused" },
};

/** A context without accounts, whose time passes only by waiting. `waits` has each wait in milliseconds. */
export function fakeContext(startMs = 0): Context & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let nowMs = startMs;
  const time: Sandbox["time"] = {
    now: () => nowMs,
    wait: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
  };
  const sandbox: Sandbox = {
    accountA: access,
    accountB: access,
    nameOf: (what) => `${what}-suffix`,
    setting: [],
    iamPropagationSeconds: 0,
    bucketSettlingSeconds: 0,
    time,
    patienceSeconds: 60,
    isEphemeral: true,
    watchDenials: () => async () => [],
    deliveryFailures: async () => [],
    [Symbol.asyncDispose]: async () => {},
  };
  return {
    sandbox,
    recorder: new Recorder(),
    cleanUp: new CleanUp(),
    iamChanges: new IamChanges(),
    isKnownToBuffer: false,
    wait: time.wait,
    waits,
  };
}
