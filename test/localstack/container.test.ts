import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { startLocalStack } from "../../localstack/container.ts";
import { ownerLabel } from "../../localstack/owner.ts";
import { docker } from "./docker.ts";

const found = await docker();

describe.skipIf(found.kind === "missing")("a LocalStack container", () => {
  test("answers when it is started, and is gone when it is stopped", async () => {
    const messages: string[] = [];
    const started = await startLocalStack({ onProgress: (message) => messages.push(message) });
    const { ok } = await fetch(`${started.url}/_localstack/health`);
    await started.stop();
    await started.stop();
    expect(ok).toBe(true);
    expect(messages.at(-1)).toBe("LocalStack is ready");
    expect(await ourContainers()).not.toContain(started.containerId);
  });

  test("that a killed run leaves is removed by the next one, also without Testcontainers' reaper", async () => {
    const abandoned = await startInChild();
    expect(await ourContainers()).toContain(abandoned);
    await using next = await startLocalStack();
    const left = await ourContainers();
    expect(left).toContain(next.containerId);
    expect(left).not.toContain(abandoned);
  });

  test("that does not come up is told with what it logged last, and nothing is left running", async () => {
    const before = await ourContainers();
    const failing = startLocalStack({ startupSeconds: 1 });
    await expect(failing).rejects.toThrow(/^LocalStack \(.*\) did not come up: /);
    expect(await ourContainers()).toEqual(before);
  });

  test("is not started from an image that cannot be had", async () => {
    const failing = startLocalStack({ image: "localhost:1/no/such-image:0" });
    await expect(failing).rejects.toThrow(
      /^the image localhost:1\/no\/such-image:0 is not here and cannot be pulled: /,
    );
  });
});

async function ourContainers(): Promise<readonly string[]> {
  if (found.kind === "missing") throw new Error(found.reason);
  const { dockerode } = found.engine.container;
  const containers = await dockerode.listContainers({ all: true, filters: { label: [ownerLabel] } });
  return containers.map(({ Id }) => Id);
}

/** Starts one in another process, kills that with SIGKILL, and answers the container's id. */
async function startInChild(): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "holder.ts")], {
    env: { ...process.env, TESTCONTAINERS_RYUK_DISABLED: "true" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [id] = (await once(createInterface(child.stdout), "line")) as [string];
  child.kill("SIGKILL");
  await ended;
  return id;
}
