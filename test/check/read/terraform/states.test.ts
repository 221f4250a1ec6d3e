import { describe, expect, test } from "vitest";
import { configured, planText, provider, type ShownResource, stateText } from "../../../support/terraform-json.ts";
import { outcomeOf } from "../../../support/terraform-outcome.ts";
import { refersTo } from "../../../support/terraform-plan.ts";

const accountA = "111111111111";
const accountB = "222222222222";
const actions = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
];
const statement = {
  Effect: "Allow",
  Action: actions,
  Resource: ["arn:aws:s3:::b-landing", "arn:aws:s3:::b-landing/*"],
};
const documentOf = (one: object) => JSON.stringify({ Version: "2012-10-17", Statement: [one] });
const trust = documentOf({
  Effect: "Allow",
  Principal: { Service: "firehose.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const roleArn = `arn:aws:iam::${accountA}:role/delivery`;

const role: ShownResource = {
  address: "aws_iam_role.delivery",
  values: { arn: roleArn, id: "delivery", name: "delivery", path: "/", assume_role_policy: trust },
};
const rolePolicy: ShownResource = {
  address: "aws_iam_role_policy.delivery",
  values: { id: "delivery:write", name: "write", role: "delivery", policy: documentOf(statement) },
  dependsOn: ["aws_iam_role.delivery"],
};
const stream: ShownResource = {
  address: "aws_kinesis_firehose_delivery_stream.deliver",
  values: {
    arn: `arn:aws:firehose:us-east-1:${accountA}:deliverystream/deliver`,
    name: "deliver",
    extended_s3_configuration: [{ bucket_arn: "arn:aws:s3:::b-landing", role_arn: roleArn }],
  },
};
const bucket: ShownResource = {
  address: "aws_s3_bucket.landing",
  values: { arn: "arn:aws:s3:::b-landing", id: "b-landing", bucket: "b-landing", region: "us-east-1" },
};
const bucketPolicy: ShownResource = {
  address: "aws_s3_bucket_policy.landing",
  values: {
    id: "b-landing",
    bucket: "b-landing",
    policy: documentOf({ ...statement, Principal: { AWS: roleArn } }),
  },
};
const identity = (name: string, id: string): ShownResource => ({
  address: `data.aws_caller_identity.${name}`,
  values: { account_id: id, arn: `arn:aws:iam::${id}:user/deployer`, id },
});
const ofB = identity("b", accountB);
const ofBoth = [role, rolePolicy, stream, bucket, bucketPolicy];

describe("one state of both accounts", () => {
  test("has the other account's bucket where it has asked for two accounts", async () => {
    expect(await outcomeOf([stateText({ resources: [ofB, identity("a", accountA), ...ofBoth] })])).toBe("works");
    expect(await outcomeOf([stateText({ resources: [ofB, role, stream, bucket, bucketPolicy] })])).toBe("broken");
  });

  test("lacks no less than the policy of another account's bucket", async () => {
    expect(await outcomeOf([stateText({ resources: [ofB, role, rolePolicy, stream, bucket] })])).toBe("broken");
    // In one account the role's own policy is enough.
    expect(await outcomeOf([stateText({ resources: [role, rolePolicy, stream, bucket] })])).toBe("works");
  });

  test("has account B's bucket where --account-b says so", async () => {
    const text = stateText({ resources: [role, rolePolicy, stream, bucket] });
    expect(await outcomeOf([text], { accountB: { id: accountB } })).toBe("broken");
    const whole = stateText({ resources: ofBoth });
    expect(await outcomeOf([whole], { accountB: { id: accountB } })).toBe("works");
  });

  test("asks whose the bucket is where it has several other accounts", async () => {
    const text = stateText({ resources: [ofB, identity("c", "333333333333"), ...ofBoth] });
    expect(await outcomeOf([text])).toBe(
      "plan0.json (aws_s3_bucket.landing): a state does not say whose a bucket is, and this one has the accounts 222222222222, 333333333333 beside the delivery stream's; give --account-b",
    );
    expect(await outcomeOf([text], { accountB: { id: accountB } })).toBe("works");
  });

  test("has each role's own policy where both accounts have a role of that name", async () => {
    const other: ShownResource = {
      address: "module.other.aws_iam_role.delivery[0]",
      values: { ...role.values, arn: `arn:aws:iam::${accountB}:role/delivery` },
    };
    const otherPolicy: ShownResource = {
      address: "module.other.aws_iam_role_policy.delivery[0]",
      values: { ...rolePolicy.values, policy: documentOf({ ...statement, Effect: "Deny" }) },
      dependsOn: ["module.other.aws_iam_role.delivery"],
    };
    expect(await outcomeOf([stateText({ resources: [ofB, ...ofBoth, other, otherPolicy] })])).toBe("works");
  });

  test("has regions of its own for each account", async () => {
    const key = (region: string, id: string): ShownResource => ({
      address: `aws_kms_key.${region}`,
      values: { arn: `arn:aws:kms:${region}:${id}:key/00000000-0000-4000-8000-000000000001` },
    });
    const elsewhere = { ...bucket, values: { ...bucket.values, region: undefined, bucket_region: "eu-west-1" } };
    const resources = [ofB, role, rolePolicy, stream, elsewhere, bucketPolicy, key("eu-west-1", accountB)];
    expect(await outcomeOf([stateText({ resources })])).toBe("works");
  });
});

describe("two inputs", () => {
  const ofA = [role, rolePolicy, stream];

  test("are told apart by what the user says of them", async () => {
    const texts = [stateText({ resources: ofA }), stateText({ resources: [bucket, bucketPolicy] })];
    expect(await outcomeOf(texts, { sides: ["A=", "B="], accountB: { id: accountB } })).toBe("works");
  });

  /** Account A before apply: what it delivers to is an output of account B. */
  const planOfA = (name: string) =>
    planText({
      providers: { aws: provider(accountA) },
      resources: [
        ...ofA.slice(0, 2),
        { address: "data.terraform_remote_state.lake", values: { backend: "s3", outputs: null } },
        {
          address: stream.address,
          values: { name: "deliver", extended_s3_configuration: [{ role_arn: roleArn }] },
          unknown: { extended_s3_configuration: [{ bucket_arn: true }] },
        },
      ],
      configuration: {
        resources: [
          configured("aws_iam_role.delivery", "aws", {}),
          configured("aws_iam_role_policy.delivery", "aws", {}),
          configured("aws_kinesis_firehose_delivery_stream.deliver", "aws", {
            extended_s3_configuration: [
              {
                bucket_arn: {
                  references: [
                    `data.terraform_remote_state.lake.outputs.${name}`,
                    "data.terraform_remote_state.lake.outputs",
                    "data.terraform_remote_state.lake",
                  ],
                },
              },
            ],
          }),
        ],
      },
    });

  test("find each other by the outputs of a state that one of them reads", async () => {
    const state = stateText({
      resources: [ofB, bucket, bucketPolicy],
      outputs: { bucket_arn: "arn:aws:s3:::b-landing" },
    });
    expect(await outcomeOf([planOfA("bucket_arn"), state])).toBe("works");
    expect(await outcomeOf([planOfA("landing_arn"), state])).toMatch(
      /^plan0\.json .*`extended_s3_configuration.0.bucket_arn` is known after apply/,
    );
  });

  test("find each other before either is applied", async () => {
    const planOfB = planText({
      providers: { aws: provider(accountB) },
      resources: [
        { address: bucket.address, values: { bucket: "b-landing" }, unknown: { arn: true } },
        { ...bucketPolicy, values: { policy: bucketPolicy.values.policy, bucket: "b-landing" } },
      ],
      configuration: {
        resources: [
          configured(bucket.address, "aws", { bucket: { constant_value: "b-landing" } }),
          configured(bucketPolicy.address, "aws", { bucket: refersTo("aws_s3_bucket.landing.id") }),
        ],
        outputs: { bucket_arn: { expression: refersTo("aws_s3_bucket.landing.arn") } },
      },
    });
    expect(await outcomeOf([planOfA("bucket_arn"), planOfB])).toBe("works");
  });

  test("that both have the output leave open which it is", async () => {
    const state = stateText({
      resources: [ofB, bucket, bucketPolicy],
      outputs: { bucket_arn: "arn:aws:s3:::b-landing" },
    });
    const other = stateText({ resources: [ofB], outputs: { bucket_arn: "arn:aws:s3:::b-other" } });
    expect(await outcomeOf([planOfA("bucket_arn"), state, other])).toMatch(/is known after apply/);
  });
});
