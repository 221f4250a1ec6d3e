import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateMultipartUploadCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientsFor } from "../../harness/clients.ts";
import { checkAccounts } from "../../harness/config/guard.ts";
import type { ResourceKind } from "../../harness/journal/journal.ts";
import { keyPolicy } from "../../harness/key.ts";
import { deliveryActions } from "../../harness/policy-document.ts";
import type { RunResult } from "../../harness/result.ts";
import { run } from "../../harness/run.ts";
import { runScenario } from "../../harness/run-scenario.ts";
import { isClean, outcomeLine, type SweepOutcome } from "../../harness/sweep/outcome.ts";
import { sweep } from "../../harness/sweep/sweep.ts";
import { scenarios } from "../../scenarios/index.ts";
import { contentsOf } from "../support/account-contents.ts";
import { leftovers } from "../support/leftovers.ts";
import { ownSideAllows, type Part, partsOf, withoutPart } from "../support/necessity.ts";
import { type SandboxAccounts, type Side, sandboxAccounts, sides } from "../support/sandbox-accounts.ts";

/** What a run that is killed can leave on each side. */
const kinds: Readonly<Record<Side, readonly ResourceKind[]>> = {
  A: ["delivery-stream", "data-stream", "bucket", "log-group", "role", "user"],
  B: ["bucket", "role", "key"],
};

const killedRun = "abcdefghij";

/** The guard of a run, all scenarios with the controls, and a sweep after a run that was killed; as the stack's roles. */
async function useEverything(world: SandboxAccounts) {
  await guard(world);
  const result = await run(scenarios, world.target);
  await leaveBehind(world);
  return { result, outcomes: await sweepUp(world) };
}

async function guard({ access }: SandboxAccounts): Promise<void> {
  using A = clientsFor(access.A);
  using B = clientsFor(access.B);
  const account = ({ id: accountId, region }: SandboxAccounts["access"]["A"]) =>
    ({ accountId, region, credentials: { kind: "environment" } }) as const;
  const sandboxAccountIds = [access.A.id, access.B.id];
  const accounts = { accountA: account(access.A), accountB: account(access.B), sandboxAccounts: sandboxAccountIds };
  const seen = checkAccounts({ ...accounts, sandboxAliasPattern: "-sandbox$" }, { A, B });
  // The accounts have no aliases here: that they were read is what counts.
  await expect(seen).rejects.toThrow("has no alias");
}

/** By the accounts' owners, for a run under the gate cleans up. Beside it lies what is nobody's business. */
async function leaveBehind({ aws, access }: SandboxAccounts): Promise<void> {
  const expires = new Date(aws.emulator.clock.now() - 1).toISOString();
  const tags = { "crosscheck:run": killedRun, "crosscheck:expires": expires };
  for (const [side, clients] of [
    ["A", aws.a],
    ["B", aws.b],
  ] as const) {
    await clients.kms.send(new CreateKeyCommand({ Description: "somebody's" }));
    for (const kind of kinds[side].filter((each) => each !== "key")) {
      await leftovers[kind](clients, { name: `crosscheck-${killedRun}-${side.toLowerCase()}-${kind}`, tags });
    }
    const Bucket = `crosscheck-${killedRun}-${side.toLowerCase()}-bucket`;
    await clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "part" }));
  }
  // A key lets only its maker remove it.
  using clients = clientsFor(access.B);
  const Policy = String(await keyPolicy({ clients, arn: `arn:aws:iam::${access.B.id}:root` }));
  const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  await clients.kms.send(new CreateKeyCommand({ Description: `crosscheck-${killedRun}-b-key`, Policy, Tags }));
}

function sweepUp({ access, time, aws }: SandboxAccounts): Promise<readonly SweepOutcome[]> {
  const accounts = sides.map((side) => ({ id: access[side].id, access: access[side] }));
  return sweep({ accounts, prefix: "crosscheck", journals: [], time, endpoint: aws.emulator.url });
}

let world: SandboxAccounts;
let result: RunResult;
let outcomes: readonly SweepOutcome[];

beforeAll(async () => {
  world = await sandboxAccounts();
  ({ result, outcomes } = await useEverything(world));
});
afterAll(() => world[Symbol.asyncDispose]());

test("the boundary with S3 is the boundary, and the one without it is the same but for S3", () => {
  const statementsOf = (id: string) => world.policies.A.get(id)?.Statement ?? [];
  const withoutS3 = statementsOf("BoundaryOfA").filter(({ Sid }) => Sid !== "Deliver");
  expect(withoutS3).toHaveLength(4);
  expect(statementsOf("BoundaryOfAWithS3")).toEqual(statementsOf("BoundaryOfA"));
  expect(statementsOf("BoundaryOfAWithoutS3")).toEqual(withoutS3);
});

describe("the stack's permissions suffice", () => {
  test("every scenario passes as the stack's roles under the stack's boundary", () => {
    const others = result.scenarios.filter(({ verdict }) => verdict.kind === "failed");
    expect(others.map(({ name, verdict }) => ({ name, verdict }))).toEqual([]);
    expect(result.counts.passed).toBeGreaterThan(60);
    const findings = new Set(result.measurement?.controls.map(({ finding }) => finding.kind));
    expect([...findings]).toEqual(["holds"]);
  });

  test("a sweep removes all that a killed run can leave, and finds nothing that it may not look at", async () => {
    expect(outcomes.map(outcomeLine).filter((line) => !line.startsWith("removed"))).toEqual([]);
    expect(isClean(outcomes)).toBe(true);
    expect(outcomes).toHaveLength(kinds.A.length + kinds.B.length);
  });

  test("whatever is denied is denied by the other account, and never for want of a permission of the role's own", () => {
    const denied = world.decisions.filter(({ isHarness, decision }) => isHarness && decision.kind !== "allowed");
    expect(denied.length).toBeGreaterThan(0);
    const own = denied.filter(({ request }) => !ownSideAllows(request));
    expect(own.map(({ side, request }) => `${side} ${request.action} ${request.resource.arn}`)).toEqual([]);
  });
});

describe("each permission is needed", () => {
  /** Parts of a policy that no decision depends on. */
  function excess(side: Side, id: string, name: string, isHarness: boolean): readonly string[] {
    const document = world.policies[side].get(id);
    if (document === undefined) throw new Error(`there is no ${id} on side ${side}`);
    const asked = world.decisions.filter((each) => each.side === side && each.isHarness === isHarness);
    const isNeeded = (part: Part) => {
      const without = { [name]: withoutPart(document, part) };
      return asked.some(
        ({ request }) => request.action === part.action && ownSideAllows(request) && !ownSideAllows(request, without),
      );
    };
    const Statement = document.Statement.filter(({ Effect }) => Effect === "Allow");
    return partsOf({ ...document, Statement }).flatMap((part) =>
      isNeeded(part) ? [] : [`${part.sid}: ${part.action}`],
    );
  }

  test.each([
    ["A", "HarnessOfA"],
    ["B", "HarnessOfB"],
  ] as const)("of side %s's own: %s", (side, id) => {
    expect(excess(side, id, `stack-${id}`, true)).toEqual([]);
  });

  test.each(sides)("of both sides', on side %s", (side) => {
    expect(excess(side, "HarnessOfBoth", "stack-HarnessOfBoth", true)).toEqual([]);
  });

  test("of the boundary's; Firehose's rare calls, which AWS asks for in every role, are not made here", () => {
    const unused = ["AbortMultipartUpload", "GetObject", "ListBucket", "ListBucketMultipartUploads"];
    expect(excess("A", "BoundaryOfA", "crosscheck-boundary", false)).toEqual(
      unused.map((each) => `Deliver: s3:${each}`),
    );
    expect(deliveryActions).toEqual(expect.arrayContaining(unused.map((each) => `s3:${each}`)));
  });

  test("an excess one would be found", () => {
    const document = world.policies.A.get("HarnessOfA");
    const part = { sid: "DataStreams", action: "kinesis:PutRecord" };
    const asked = world.decisions.filter(({ request }) => request.action === part.action);
    expect(asked.length).toBeGreaterThan(0);
    if (document === undefined) throw new Error("there is no HarnessOfA");
    const without = { "stack-HarnessOfA": withoutPart(document, { ...part, action: "kinesis:SplitShard" }) };
    expect(asked.every(({ request }) => ownSideAllows(request, without))).toBe(true);
  });

  test.each([
    ["A", "HarnessOfA", "ReplaceBoundariesByOurs", "iam:PutRolePermissionsBoundary", "limits/boundary-with-s3"],
    ["A", "HarnessOfA", "GiveRolesToFirehose", "iam:PassRole", "cross-account-delivery"],
    ["B", "HarnessOfB", "MakeKeys", "kms:CreateKey", "encryption/customer-key"],
    ["A", "BoundaryOfA", "Deliver", "s3:PutObject", "cross-account-delivery"],
  ] as const)("side %s without %s's %s, %s: %s fails", async (atSide, atId, sid, action, name) => {
    const scenario = scenarios.find((each) => each.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
    await using whole = await sandboxAccounts();
    expect((await runScenario(scenario, whole.target)).verdict.kind).toBe("passed");
    await using less = await sandboxAccounts((side, id, document) =>
      side === atSide && id === atId ? withoutPart(document, { sid, action }) : document,
    );
    expect((await runScenario(scenario, less.target)).verdict.kind).toBe("failed");
    expect(await contentsOf(less.aws.b)).toEqual(await contentsOf(whole.aws.b));
  });
});
