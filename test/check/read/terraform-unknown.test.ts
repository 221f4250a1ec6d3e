import { describe, expect, test } from "vitest";
import { refersTo, type TerraformPlan } from "../../support/terraform-plan.ts";
import { a, b, found, verdictOf } from "../../support/terraform-verdict.ts";

const role = "aws_iam_role.delivery";
const bucket = "aws_s3_bucket.landing";
const bucketPolicy = "aws_s3_bucket_policy.landing";

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
    expect(await verdictOf(a().with("aws_iam_role_policy.deliver", open), b())).toBe("inconclusive");
    const other = bystander(a(), {}).with("aws_iam_role_policy.other", {
      values: { name: "other", role: "other" },
      unknown: { policy: true },
      expressions: { policy: refersTo("aws_sqs_queue.q.arn") },
    });
    expect(await found(other, b())).toMatchObject({ verdict: "works", notChecked: [] });
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
      "b.json (aws_s3_bucket.landing): the input does not say the account of `aws_s3_bucket.landing` of b.json; give --account-b <id>",
    );
  });
});
