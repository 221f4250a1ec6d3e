import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { merge } from "../../../check/merge.ts";
import { type ReadSettings, readInputs } from "../../../check/read/inputs.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { refersTo, TerraformPlan } from "../../support/terraform-plan.ts";

const a = () => new TerraformPlan("a");
const b = () => new TerraformPlan("b");

interface Found {
  readonly verdict: string;
  readonly assumptions: readonly string[];
  readonly notChecked: readonly string[];
  readonly settledBy: readonly string[];
}

/** What comes of both plans: a verdict, or the message of why there is none. */
async function found(ofA: TerraformPlan, ofB: TerraformPlan, settings: ReadSettings = {}): Promise<Found | string> {
  using folder = temporaryFolder();
  const files = [ofA, ofB].map((plan, index) => {
    const file = join(folder.path, `${"ab"[index]}.json`);
    writeFileSync(file, plan.text);
    return file;
  });
  try {
    const configuration = merge(await readInputs(files, settings));
    const { outcome } = await judge(configuration, { by: "direct" });
    return {
      verdict: outcome.kind,
      assumptions: configuration.assumptions.map(({ text }) => text.replaceAll(`${folder.path}/`, "")),
      notChecked: outcome.notChecked.map(({ what }) => what),
      settledBy: outcome.restsOn.map(({ settledBy }) => settledBy),
    };
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder.path}/`, "");
  }
}

async function verdictOf(ofA: TerraformPlan, ofB: TerraformPlan, settings?: ReadSettings): Promise<string> {
  const outcome = await found(ofA, ofB, settings);
  return typeof outcome === "string" ? outcome : outcome.verdict;
}

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

describe("what is known after apply stands in the way of what needs it", () => {
  const bystander = (plan: TerraformPlan, said: object) =>
    plan.with("aws_iam_role.other", {
      values: { name: "other", path: "/", assume_role_policy: "{}" },
      ...said,
    });
  const boundary = {
    unknown: { permissions_boundary: true },
    expressions: { permissions_boundary: refersTo("data.aws_iam_policy.boundary.arn") },
  };

  test("a boundary by a data source", async () => {
    const bounded = a().with(role, { values: { permissions_boundary: undefined }, ...boundary });
    expect(await verdictOf(bounded, b())).toBe("inconclusive");
    expect(await verdictOf(bystander(a(), boundary), b())).toBe("works");
  });

  test("an attached policy of something that is not read here", async () => {
    const attached = (to: string) => ({
      values: {},
      unknown: { policy_arn: true, role: true },
      expressions: { policy_arn: refersTo("module.policies.arn"), role: refersTo(`${to}.name`) },
    });
    const attachment = "aws_iam_role_policy_attachment.more";
    const extended = a().withPolicy("aws_iam_role_policy.deliver", (text) => text.replace('"s3:PutObject",', ""));
    expect(await verdictOf(extended.with(attachment, attached(role)), b())).toBe("inconclusive");
    expect(await verdictOf(bystander(a(), {}).with(attachment, attached("aws_iam_role.other")), b())).toBe("works");
  });

  test("a policy", async () => {
    const unknown = { values: { policy: undefined }, unknown: { policy: true } };
    const open = { ...unknown, expressions: { policy: refersTo("aws_sqs_queue.q.arn") } };
    expect(await verdictOf(a().with("aws_iam_role_policy.deliver", open), b())).toMatch(
      /^a\.json \(aws_iam_role_policy\.deliver\): `policy` is known after apply/,
    );
    const other = bystander(a(), {}).with("aws_iam_role_policy.other", {
      values: { name: "other", role: "other" },
      unknown: { policy: true },
      expressions: { policy: refersTo("aws_sqs_queue.q.arn") },
    });
    expect(await found(other, b())).toMatchObject({ verdict: "works", notChecked: ["aws_iam_role_policy.other"] });
  });

  test("a key by a data source", async () => {
    const encryption = (of: string) => ({
      values: { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }] },
      unknown: { bucket: true, rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: true }] }] },
      expressions: {
        bucket: refersTo(`${of}.id`),
        rule: [
          { apply_server_side_encryption_by_default: [{ kms_master_key_id: refersTo("data.aws_kms_key.k.arn") }] },
        ],
      },
    });
    const address = "aws_s3_bucket_server_side_encryption_configuration.e";
    expect(await verdictOf(a(), b().with(address, encryption(bucket)))).toMatch(
      /kms_master_key_id` is known after apply/,
    );
    const archive = b().with("aws_s3_bucket.archive", { values: { bucket: "b-archive" } });
    expect(await verdictOf(a(), archive.with(address, encryption("aws_s3_bucket.archive")))).toBe("works");
  });

  test("a prefix", async () => {
    const prefix = {
      values: { extended_s3_configuration: [{ bucket_arn: "arn:aws:s3:::b-landing" }] },
      unknown: { extended_s3_configuration: [{ role_arn: true, prefix: true }] },
      expressions: {
        extended_s3_configuration: [{ role_arn: refersTo(`${role}.arn`), prefix: refersTo("random_id.r.hex") }],
      },
    };
    const plan = () => a().with("aws_kinesis_firehose_delivery_stream.deliver", prefix);
    const below = b().withPolicy(bucketPolicy, (text) => text.replace("b-landing/*", "b-landing/logs/*"));
    expect(await verdictOf(plan(), b())).toBe("works");
    expect(await verdictOf(plan(), below)).toBe("inconclusive");
  });

  test("a setting", async () => {
    const block = (of: string) => ({
      values: { ignore_public_acls: true, block_public_acls: true, restrict_public_buckets: true },
      unknown: { bucket: true, block_public_policy: true },
      expressions: { bucket: refersTo(`${of}.id`), block_public_policy: refersTo("random_id.r.hex") },
    });
    const address = "aws_s3_bucket_public_access_block.block";
    expect(await verdictOf(a(), b().with(address, block(bucket)))).toMatch(
      /^b\.json \(aws_s3_bucket_public_access_block\.block\): `block_public_policy` is known after apply/,
    );
    const archive = b().with("aws_s3_bucket.archive", { values: { bucket: "b-archive" } });
    expect(await verdictOf(a(), archive.with(address, block("aws_s3_bucket.archive")))).toBe("works");
  });

  test("a bucket whose account nobody says is refused for that", async () => {
    const nobodys = b().text.replace('"assume_role"', '"profile"');
    const plan = { text: nobodys } as TerraformPlan;
    expect(await verdictOf(a(), plan)).toBe(
      "b.json (aws_s3_bucket.landing): it does not say which account it is for; give --account-b",
    );
  });
});

describe("what is not modelled reaches what it names", () => {
  const statement = (more: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...more }] });
  const key = {
    values: {
      policy: statement({ Principal: { AWS: "*" }, Action: "kms:*" }),
      is_enabled: true,
    },
    unknown: { key_id: true },
  };
  const encrypted = (plan: TerraformPlan) =>
    plan.with("aws_kms_key.landing", key).with("aws_s3_bucket_server_side_encryption_configuration.landing", {
      values: { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }] },
      unknown: { bucket: true, rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: true }] }] },
      expressions: {
        bucket: refersTo(`${bucket}.id`),
        rule: [
          { apply_server_side_encryption_by_default: [{ kms_master_key_id: refersTo("aws_kms_key.landing.arn") }] },
        ],
      },
    });
  const usesKey = () =>
    a().with("aws_iam_role_policy.kms", {
      values: { name: "kms", role: "delivery", policy: statement({ Action: "kms:*" }) },
    });

  test("a policy of an organization: the accounts that it is attached to", async () => {
    const attached = (target: string, type?: string) =>
      a()
        .with("aws_organizations_policy.p", { values: { name: "p", content: "{}", ...(type && { type }) } })
        .with("aws_organizations_policy_attachment.p", {
          values: { target_id: target },
          unknown: { policy_id: true },
          expressions: { policy_id: refersTo("aws_organizations_policy.p.id") },
        });
    expect(await verdictOf(attached("111111111111"), b())).toBe("inconclusive");
    expect(await verdictOf(attached("ou-ab12-cd34ef56"), b())).toBe("inconclusive");
    expect(await verdictOf(attached("333333333333"), b())).toBe("works");
    expect(await verdictOf(attached("111111111111", "TAG_POLICY"), b())).toBe("works");
  });

  test("a grant with constraints: its key", async () => {
    const grant = (of: string) => ({
      values: {
        grantee_principal: "arn:aws:iam::111111111111:role/delivery",
        operations: ["GenerateDataKey", "Decrypt"],
        constraints: [{ encryption_context_subset: { "aws:s3:arn": "arn:aws:s3:::b-landing" } }],
      },
      unknown: { key_id: true },
      expressions: { key_id: refersTo(`${of}.key_id`) },
    });
    const ofB = statement({ Principal: { AWS: "arn:aws:iam::222222222222:root" }, Action: "kms:*" });
    const other = () => encrypted(b()).with("aws_kms_key.other", key);
    const closed = () => other().with("aws_kms_key.landing", { values: { policy: ofB } });
    const of = (plan: TerraformPlan, name: string) => plan.with("aws_kms_grant.g", grant(`aws_kms_key.${name}`));
    expect(await verdictOf(usesKey(), of(other(), "other"))).toBe("works");
    expect(await verdictOf(usesKey(), of(closed(), "other"))).toBe("broken");
    expect(await verdictOf(usesKey(), of(closed(), "landing"))).toBe("inconclusive");
  });

  test("a key of another kind: that key", async () => {
    const external = { values: { policy: "{}" } };
    expect(await verdictOf(usesKey(), encrypted(b()).with("aws_kms_external_key.other", external))).toBe("works");
    const used = encrypted(b())
      .with("aws_kms_external_key.other", external)
      .with("aws_s3_bucket_server_side_encryption_configuration.landing", {
        expressions: {
          rule: [
            {
              apply_server_side_encryption_by_default: [
                { kms_master_key_id: refersTo("aws_kms_external_key.other.arn") },
              ],
            },
          ],
        },
      });
    expect(await found(usesKey(), used)).toMatchObject({
      verdict: "inconclusive",
      notChecked: expect.arrayContaining(["aws_kms_external_key.other"]) as string[],
    });
  });

  test("a stack: what its parameters name", async () => {
    const stack = (name: string) => ({
      values: { name: "s", template_body: "{}" },
      unknown: { parameters: true },
      expressions: { parameters: refersTo(name) },
    });
    const archive = () => b().with("aws_s3_bucket.archive", { values: { bucket: "b-archive" } });
    const address = "aws_cloudformation_stack.s";
    expect(await verdictOf(a(), archive().with(address, stack("aws_s3_bucket.archive.arn")))).toBe("works");
    expect(await verdictOf(a(), archive().with(address, stack(`${bucket}.arn`)))).toBe("inconclusive");
  });

  test("grants of an ACL one by one: the bucket", async () => {
    const acl = (of: string) => ({
      values: { access_control_policy: [{}] },
      unknown: { bucket: true },
      expressions: { bucket: refersTo(`${of}.id`) },
    });
    const ownership = (of: string) => ({
      values: { rule: [{ object_ownership: "ObjectWriter" }] },
      unknown: { bucket: true },
      expressions: { bucket: refersTo(`${of}.id`) },
    });
    const plan = (of: string) =>
      b()
        .with("aws_s3_bucket.archive", { values: { bucket: "b-archive" } })
        .with("aws_s3_bucket_ownership_controls.o", ownership(of))
        .with("aws_s3_bucket_acl.acl", acl(of));
    expect(await verdictOf(a(), plan("aws_s3_bucket.archive"))).toBe("works");
    expect(await verdictOf(a(), plan(bucket))).toBe("inconclusive");
  });
});
