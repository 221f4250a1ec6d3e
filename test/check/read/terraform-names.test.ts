import { describe, expect, test } from "vitest";
import { refersTo, type TerraformPlan } from "../../support/terraform-plan.ts";
import { a, b, found, verdictOf } from "../../support/terraform-verdict.ts";

const role = "aws_iam_role.delivery";
const bucket = "aws_s3_bucket.landing";
const bucketPolicy = "aws_s3_bucket_policy.landing";
const prefixed = { values: { name: undefined, name_prefix: "delivery-" }, unknown: { name: true } };
const drawn = "20261124090000000000000001";

describe("names that are drawn at apply", () => {
  test("--physical-id says them, for one side alone if it is to", async () => {
    const plan = () => a().with(role, prefixed);
    for (const address of [role, `A:${role}`]) {
      expect(await found(plan(), b(), { physicalIds: { [address]: "delivery" } })).toEqual({
        verdict: "works",
        assumptions: [],
        notChecked: [],
        settledBy: [],
      });
    }
    expect(await verdictOf(plan(), b(), { physicalIds: { [role]: "delivery-2" } })).toBe("broken");
    expect(await verdictOf(plan(), b(), { physicalIds: { [`B:${role}`]: "delivery" } })).toBe("broken");
  });

  test("what turns on a name that is drawn is open, and says how to settle it", async () => {
    const anyone = '"AWS":"arn:aws:iam::111111111111:root"';
    const byArn = (pattern: string) =>
      b().withPolicy(bucketPolicy, (text) =>
        text
          .replace('"AWS":"arn:aws:iam::111111111111:role/delivery"', anyone)
          .replace('"Action"', `"Condition":{"StringLike":{"aws:PrincipalArn":"*:role/${pattern}"}},"Action"`),
      );
    expect(await found(a().with(role, prefixed), byArn("delivery-2026*"))).toMatchObject({
      verdict: "inconclusive",
      settledBy: ["give --physical-id A:aws_iam_role.delivery=<name>, or the state once it is applied"],
    });
    expect(await verdictOf(a().with(role, prefixed), byArn("delivery-20*"))).toBe("works");
    expect(await verdictOf(a().with(role, prefixed), byArn("delivery-19*"))).toBe("broken");
  });

  test("policies whose names are drawn are attached all the same", async () => {
    const unnamed = { values: { name: undefined }, unknown: { name: true } };
    const inline = "aws_iam_role_policy.deliver";
    const lacking = (text: string) => text.replace('"s3:PutObject",', "");
    expect(await verdictOf(a().with(inline, unnamed), b())).toBe("works");
    expect(await verdictOf(a().with(inline, unnamed).withPolicy(inline, lacking), b())).toBe("broken");
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }],
    });
    const managed = (plan: TerraformPlan, attached: string) =>
      plan
        .withPolicy(inline, lacking)
        .with("aws_iam_policy.put", { values: { name_prefix: "put-", policy }, unknown: { name: true } })
        .with("aws_iam_policy.no", { values: { policy: '{"Version":"2012-10-17","Statement":[]}' } })
        .with("aws_iam_role_policy_attachment.put", {
          unknown: { policy_arn: true, role: true },
          expressions: { policy_arn: refersTo(`aws_iam_policy.${attached}.arn`), role: refersTo(`${role}.name`) },
        });
    expect(await verdictOf(managed(a(), "put"), b())).toBe("works");
    expect(await verdictOf(managed(a(), "no"), b())).toBe("broken");
  });

  test("a name that is put together of what is not known can be any name", async () => {
    const computed = {
      values: { name: undefined },
      unknown: { name: true },
      expressions: { name: refersTo("random_id.r.hex") },
    };
    expect(await found(a().with(role, computed), b())).toMatchObject({
      verdict: "works",
      assumptions: [
        "role `aws_iam_role.delivery` of a.json is deployed as `arn:aws:iam::111111111111:role/delivery`, which b.json names",
      ],
    });
    const closed = b().withPolicy(bucketPolicy, (text) => text.replaceAll("111111111111:role", "333333333333:role"));
    expect(await verdictOf(a().with(role, computed), closed)).toBe("broken");
  });

  test("a name that is put together of a known one is not that one", async () => {
    const computed = {
      values: { name: undefined },
      unknown: { name: true },
      expressions: { name: refersTo("aws_kinesis_stream.clicks.name") },
    };
    const closed = b().withPolicy(bucketPolicy, (text) => text.replaceAll(":role/delivery", ":role/clicks"));
    expect(await found(a().with(role, computed), closed)).toMatchObject({
      verdict: "works",
      assumptions: [expect.stringContaining("is deployed as `arn:aws:iam::111111111111:role/clicks`")],
    });
  });

  test("a bucket by prefix is the one that the delivery stream names, where it can be", async () => {
    const byPrefix = {
      values: { bucket: undefined, bucket_prefix: "b-landing" },
      unknown: { bucket: true, id: true },
    };
    const delivers = (name: string) =>
      a()
        .with("aws_kinesis_firehose_delivery_stream.deliver", {
          values: { extended_s3_configuration: [{ bucket_arn: `arn:aws:s3:::${name}` }] },
          expressions: { extended_s3_configuration: [{ role_arn: refersTo(`${role}.arn`) }] },
        })
        .withPolicy("aws_iam_role_policy.deliver", (text) => text.replaceAll("b-landing", name));
    const names = (name: string) =>
      b()
        .with(bucket, byPrefix)
        .withPolicy(bucketPolicy, (text) => text.replaceAll("b-landing", name));
    const name = `b-landing${drawn}`;
    expect(await found(delivers(name), names(name))).toEqual({
      verdict: "works",
      assumptions: [`the bucket of b.json is deployed as \`${name}\`, to which a.json delivers`],
      notChecked: [],
      settledBy: [],
    });
    expect(await verdictOf(delivers(name), names("b-landing-2"))).toBe("broken");
    expect(await verdictOf(delivers("b-archive"), names("b-archive"))).toBe(
      "a.json (aws_kinesis_firehose_delivery_stream.deliver): its bucket `b-archive` is described nowhere; give the input of account B too",
    );
  });

  test("a role has a unique id, and nobody knows which before apply", async () => {
    const withCondition = (id: string) =>
      b().withPolicy(bucketPolicy, (text) =>
        text.replace('"Action"', `"Condition":{"StringLike":{"aws:userid":"${id}:*"}},"Action"`),
      );
    expect(await verdictOf(a(), withCondition("AROAEXAMPLEEXAMPLE"))).toBe("inconclusive");
    expect(await verdictOf(a(), withCondition("AIDAEXAMPLEEXAMPLE"))).toBe("broken");
  });
});
