import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeProblem } from "../../cli/node-version.ts";

const root = join(import.meta.dirname, "../..");

test.each(["18.20.4", "20.19.0", "22.0.0", "22.21.1"])("Node.js %s is refused in one sentence", (version) => {
  expect(nodeProblem(version)).toBe(
    `this is Node.js ${version}, and crosscheck needs 22.22 or newer: install one from https://nodejs.org`,
  );
});

test.each(["22.22.0", "22.30.1", "24.0.0", "26.1.0"])("Node.js %s is taken", (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

test("the oldest is the package's, and nothing is loaded before it is asked for", () => {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { engines: { node: string } };
  const oldest = engines.node.replace(">=", "");
  expect([nodeProblem(`${oldest}.0`), nodeProblem("22.21.9")]).toEqual([undefined, expect.any(String)]);
  const main = readFileSync(join(root, "cli/main.ts"), "utf8");
  expect([...main.matchAll(/^import .* from "(.*)";$/gm)].map(([, file]) => file)).toEqual(["./node-version.ts"]);
});
