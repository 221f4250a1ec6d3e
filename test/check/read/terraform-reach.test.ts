import { describe, expect, test } from "vitest";
import { refersTo, type TerraformPlan } from "../../support/terraform-plan.ts";
import { a, b, found, verdictOf } from "../../support/terraform-verdict.ts";

const bucket = "aws_s3_bucket.landing";

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

  test("a canned ACL that S3 refuses: the bucket", async () => {
    const acl = (of: string) => ({
      values: { acl: "private" },
      unknown: { bucket: true },
      expressions: { bucket: refersTo(`${of}.id`) },
    });
    const plan = (of: string) =>
      b()
        .with("aws_s3_bucket.archive", { values: { bucket: "b-archive" } })
        .with("aws_s3_bucket_acl.acl", acl(of));
    expect(await found(a(), plan("aws_s3_bucket.archive"))).toMatchObject({
      verdict: "works",
      notChecked: ["aws_s3_bucket_acl.acl"],
    });
    expect(await verdictOf(a(), plan(bucket))).toBe("inconclusive");
  });

  test("Object Lock in a bucket: that bucket", async () => {
    const locked = { values: { bucket: "b-archive", object_lock_enabled: true } };
    expect(await verdictOf(a(), b().with("aws_s3_bucket.archive", locked))).toBe("works");
    expect(await verdictOf(a(), b().with(bucket, { values: { object_lock_enabled: true } }))).toBe("inconclusive");
  });
});
