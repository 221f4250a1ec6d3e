/** However a run on LocalStack ends, its container is gone. The engine is a stand-in, and the container an embedded AWS. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { standInDocker } from "../../support/stand-in-docker.ts";

const main = join(import.meta.dirname, "../../../cli/main.ts");

function runOn(host: string, ...options: readonly string[]) {
  const child = spawn(process.execPath, [main, "run", "--target", "localstack", ...options], {
    env: {
      ...process.env,
      DOCKER_HOST: host,
      TESTCONTAINERS_RYUK_DISABLED: "true",
      TESTCONTAINERS_HOST_OVERRIDE: "127.0.0.1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));
  return { child, ended };
}

const quick = "ownership/writer-without-acl";
/** Waits for its buffering interval, minutes of real time. */
const slow = "ownership/writer-delivered";

test("a run that passes", { timeout: 60_000 }, async () => {
  await using docker = await standInDocker();
  const { code, output } = await runOn(docker.host, quick).ended;
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(docker.asked).toContain("POST /containers/create");
  expect(docker.containers()).toEqual([]);
});

test.each(["SIGTERM", "SIGINT"] as const)("a run that %s ends", { timeout: 60_000 }, async (signal) => {
  await using docker = await standInDocker();
  const { child, ended } = runOn(docker.host, slow);
  while (docker.containers().length === 0 || !docker.asked.some((each) => each.endsWith("/start"))) {
    await Promise.race([new Promise(setImmediate), ended]);
    if (child.exitCode !== null) break;
  }
  child.kill(signal);
  const { code } = await ended;
  expect(code).not.toBe(0);
  expect(docker.asked.some((each) => each.startsWith("DELETE /containers/"))).toBe(true);
  expect(docker.containers()).toEqual([]);
});

test("a run whose time is over", { timeout: 60_000 }, async () => {
  await using docker = await standInDocker();
  const { code } = await runOn(docker.host, slow, "--timeout", "1s").ended;
  expect(code).not.toBe(0);
  expect(docker.asked).toContain("POST /containers/create");
  expect(docker.containers()).toEqual([]);
});
