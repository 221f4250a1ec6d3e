import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox, Target } from "../../harness/target.ts";
import { serve } from "./served.ts";

const region = "us-east-1";

const keys = {
  A: { accessKeyId: "AKIAACCOUNTA00000001", secretAccessKey: "secret-of-account-A" },
  B: { accessKeyId: "AKIAACCOUNTB00000001", secretAccessKey: "secret-of-account-B" },
};

/** `crosscheck serve --virtual-clock` as a process of its own, reached as any other program reaches it. */
export function servedTarget(): Target {
  return { name: "served", parallel: 1, open: openSandbox, [Symbol.asyncDispose]: async () => {} };
}

async function openSandbox(): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-served-"));
  const file = join(folder, "accounts.json");
  const accounts = [
    { id: "345678901234", name: "A", ...keys.A },
    { id: "456789012345", name: "B", ...keys.B },
  ];
  await writeFile(file, JSON.stringify(accounts));
  const served = await serve("--accounts", file, "--virtual-clock");
  const clock = `${served.url}/_crosscheck/clock`;
  let nowMs = await timeIn(await fetch(clock));
  return {
    accountA: { name: "A", region, credentials: keys.A, endpoint: served.url, signsAt: () => nowMs },
    accountB: { name: "B", region, credentials: keys.B, endpoint: served.url, signsAt: () => nowMs },
    nameOf: (what) => `${what}-served`,
    setting: [],
    iamPropagationSeconds: 0,
    bucketSettlingSeconds: 0,
    time: {
      now: () => nowMs,
      wait: async (ms) => {
        nowMs = await timeIn(await fetch(`${clock}?advance=${Math.ceil(ms)}ms`, { method: "POST" }));
      },
    },
    patienceSeconds: 300,
    isEphemeral: true,
    watchDenials: () => async () => [],
    deliveryFailures: async () => [],
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

async function timeIn(response: Response): Promise<number> {
  const { now } = (await response.json()) as { readonly now: string };
  return Date.parse(now);
}
