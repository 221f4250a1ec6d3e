import { describe, expect, test } from "vitest";
import type { Evidence } from "../../../harness/result.ts";
import { type Arrow, type ArrowId, type Diagram, diagramOf } from "../../../report/diagram/model.ts";
import { fixesOf, groundText } from "../../../report/diagram/reasons.ts";
import { play, silent } from "./play.ts";

const flow = await play("cross-account-delivery");
const denied = await play("permissions/bucket-policy-without-s3-put-object");
const roleSilent = await play("permissions/no-role-policy");
const disabled = await play("encryption/disabled-key");
const keyDenied = await play("encryption/role-without-the-key");
const logged = await play("errors/in-the-log");
const recreated = await play("timing/after-repair");

function verdicts({ arrows }: Diagram): string {
  return arrows.map(({ id, verdict }) => `${id} ${verdict}`).join(", ");
}

function arrow({ arrows }: Diagram, id: ArrowId): Arrow {
  const found = arrows.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no arrow ${id}`);
  return found;
}

const actions = ({ checks }: Arrow) => checks.map(({ action, verdict }) => `${action} ${verdict}`);

describe("the arrows", () => {
  test("of a delivery that arrives are allowed, each by its actions", () => {
    expect(verdicts(flow.diagram)).toBe(
      "put allowed, create allowed, assume allowed, read allowed, write allowed, look allowed",
    );
    expect(actions(arrow(flow.diagram, "write"))).toEqual([
      "s3:GetBucketLocation allowed",
      "s3:PutObject allowed",
      "s3:PutObjectAcl allowed",
    ]);
    expect(actions(arrow(flow.diagram, "read"))).toEqual([
      "kinesis:DescribeStream allowed",
      "kinesis:ListShards allowed",
      "kinesis:GetShardIterator allowed",
      "kinesis:GetRecords allowed",
    ]);
  });

  test("of a delivery that is denied are denied where it was, with the statements and the repair", () => {
    expect(verdicts(denied.diagram)).toBe(
      "put allowed, create allowed, assume allowed, read allowed, write denied, look allowed",
    );
    const check = arrow(denied.diagram, "write").checks.find(({ verdict }) => verdict === "denied");
    expect(check?.grounds.map((ground) => groundText(ground, denied.diagram).replaceAll(/-[0-9a-f]{8}/g, ""))).toEqual([
      "WriteObjects in the identity policy of delivery in account A allows it",
      "AllowDelivery in the bucket policy of landing in account B comes nearest: its Action lacks `s3:PutObject`",
    ]);
    expect(check && fixesOf(check)).toMatchObject(
      [/^add `s3:PutObject` to the Action of statement `AllowDelivery`/].map((each) => expect.stringMatching(each)),
    );
  });

  test("name the other side where that one is silent", () => {
    const check = arrow(roleSilent.diagram, "write").checks.find(({ verdict }) => verdict === "denied");
    expect(check?.grounds.map(({ effect, policyType }) => `${policyType} ${effect}`)).toEqual([
      "resource allows",
      "identity misses",
    ]);
  });

  test("are denied where the policies allow and AWS fails the call all the same", () => {
    expect(arrow(disabled.diagram, "seal").verdict).toBe("denied");
    expect(arrow(disabled.diagram, "seal").checks[0]?.failure).toMatch(
      /^DisabledException: arn:aws:kms:.* is disabled\.$/,
    );
  });

  test("to a key and to a log are drawn only where there is one", () => {
    expect(verdicts(keyDenied.diagram)).toContain("seal denied");
    expect(verdicts(logged.diagram)).toContain("log allowed");
    expect(verdicts(flow.diagram)).not.toMatch(/seal|log/);
  });

  test("go by what was decided last, and say what came before", () => {
    const [location] = arrow(recreated.diagram, "write").checks;
    expect(location).toMatchObject({
      verdict: "allowed",
      note: expect.stringMatching(/^It was denied (once|\d+ times) before\.$/),
    });
  });
});

describe("on a target that does not tell its decisions", () => {
  test("nothing is concluded where it enforces no policy", async () => {
    const { diagram } = await play("cross-account-delivery", silent());
    expect(verdicts(diagram)).toBe(
      "put unknown, create unknown, assume unknown, read unknown, write unknown, look unknown",
    );
    expect(arrow(diagram, "put").because).toBe(
      "PutRecord succeeded, but on this target it would have without permission too",
    );
    expect(arrow(diagram, "write").because).toBe(
      "the object arrived, but on this target it would have without permission too",
    );
  });

  test("what succeeded was allowed where it enforces them, without telling by what", async () => {
    const { diagram } = await play("cross-account-delivery", silent(), { callers: true, deliveries: true });
    expect(verdicts(diagram)).toBe(
      "put allowed, create allowed, assume allowed, read allowed, write allowed, look allowed",
    );
    expect(arrow(diagram, "write")).toMatchObject({
      because: "the object arrived, for which it is needed",
      checks: [],
    });
  });

  test("what did not arrive has no verdict even there", async () => {
    const name = "permissions/bucket-policy-without-s3-put-object";
    const { diagram } = await play(name, silent(), { callers: true, deliveries: true });
    expect(arrow(diagram, "write")).toMatchObject({
      verdict: "unknown",
      because: "this target does not tell what its policies decided",
    });
  });
});

describe("the nodes", () => {
  test("are the delivery stream's bucket and not the one of before", () => {
    const { nodes } = flow.diagram;
    expect(nodes.map(({ id, account, name }) => `${account} ${id} ${name.replace(/-[0-9a-f]{8}$/, "")}`)).toEqual([
      "A caller account A",
      "A data-stream orders",
      "A delivery-stream deliver",
      "A role delivery",
      "B bucket landing",
      "B reader account B",
    ]);
  });

  test("have their policies as they were sent", () => {
    const role = flow.diagram.nodes.find(({ id }) => id === "role");
    expect(role?.policies.map(({ name }) => name)).toEqual(["trust policy", "policy deliver"]);
    expect(JSON.parse(role?.policies[1]?.document ?? "")).toMatchObject({ Version: "2012-10-17" });
  });

  test("say what is missing", () => {
    const { nodes } = logged.diagram;
    expect(nodes.find(({ id }) => id === "bucket")?.notes).toEqual(["BucketOwnerEnforced", "no policy"]);
  });
});

test("where nothing was set up there is nothing to draw", () => {
  const nothing: Evidence = {
    ...flow.evidence,
    calls: [],
    setup: { buckets: [], dataStreams: [], deliveryStreams: [], roles: [], keys: [], logGroups: [] },
  };
  expect(diagramOf(nothing)).toBeUndefined();
});
