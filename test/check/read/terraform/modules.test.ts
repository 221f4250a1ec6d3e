import { describe, expect, test } from "vitest";
import { configured, planText, provider, type ShownPlan } from "../../../support/terraform-json.ts";
import { outcomeOf } from "../../../support/terraform-outcome.ts";
import { refersTo } from "../../../support/terraform-plan.ts";

const actions = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
];
const resourcesOf = (bucket: string) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
const policyOf = (bucket: string, principal?: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        ...(principal !== undefined && { Principal: { AWS: principal } }),
        Action: actions,
        Resource: resourcesOf(bucket),
      },
    ],
  });
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** What an instance of the module creates: all that refers to each other is known after apply. */
function instance(prefix: string, name: string, index = "") {
  const at = (address: string) => `${prefix}${address}${index}`;
  return [
    {
      address: at("aws_iam_role.this"),
      values: { name, path: "/", assume_role_policy: trust },
      unknown: { arn: true },
    },
    {
      address: at("aws_iam_role_policy.this"),
      values: { name: "write", policy: policyOf(name) },
      unknown: { role: true },
    },
    { address: at("aws_s3_bucket.this"), values: { bucket: name }, unknown: { arn: true, id: true } },
    {
      address: at("aws_s3_bucket_policy.this"),
      values: { policy: policyOf(name, `arn:aws:iam::111111111111:role/${name}`) },
      unknown: { bucket: true },
    },
    {
      address: at("aws_kinesis_firehose_delivery_stream.this"),
      values: { name, extended_s3_configuration: [{}] },
      unknown: { extended_s3_configuration: [{ bucket_arn: true, role_arn: true }] },
    },
  ];
}

/** `each`: how another of the instances is referred to; `keys`: `[each.key]` is listed without an attribute. */
function ofModule(each: (address: string, attribute: string) => object, more: object = {}) {
  const as = (address: string, key: string, expressions: Record<string, unknown>) =>
    configured(address, key, expressions, more as Record<string, unknown>);
  return [
    as("aws_iam_role.this", "aws", { name: refersTo("var.name"), assume_role_policy: {} }),
    as("aws_iam_role_policy.this", "aws", { role: each("aws_iam_role.this", "name"), policy: refersTo("var.name") }),
    as("aws_s3_bucket.this", "aws.b", { bucket: refersTo("var.name") }),
    as("aws_s3_bucket_policy.this", "aws.b", {
      bucket: each("aws_s3_bucket.this", "id"),
      policy: refersTo("var.name"),
    }),
    as("aws_kinesis_firehose_delivery_stream.this", "aws", {
      name: refersTo("var.name"),
      extended_s3_configuration: [
        { bucket_arn: each("aws_s3_bucket.this", "arn"), role_arn: each("aws_iam_role.this", "arn") },
      ],
    }),
  ];
}

const own = (address: string, attribute: string) => refersTo(`${address}.${attribute}`);
const byKey = (address: string) => ({ references: [address, "each.key"] });
const providers = { aws: provider("111111111111"), "aws.b": provider("222222222222") };
const verdict = (plan: ShownPlan, deliveryStream?: string) =>
  outcomeOf([planText({ providers, ...plan })], deliveryStream === undefined ? {} : { deliveryStream });

describe("a reference is to the own instance", () => {
  test("of a module with for_each, whatever its keys have in them", async () => {
    const resources = [
      ...instance('module.pipe["clicks"].', "clicks"),
      ...instance('module.pipe["a.b [1]"].', "orders"),
    ];
    const configuration = { module_calls: { pipe: { expressions: {}, module: { resources: ofModule(own) } } } };
    expect(await verdict({ resources, configuration }, "clicks")).toBe("works");
    expect(await verdict({ resources, configuration }, "orders")).toBe("works");
  });

  test("of a module in a module, both with count", async () => {
    const inner = { pipe: { expressions: {}, module: { resources: ofModule(own) } } };
    const configuration = { module_calls: { team: { expressions: {}, module: { module_calls: inner } } } };
    const resources = [
      ...instance("module.team[0].module.pipe[0].", "first"),
      ...instance("module.team[0].module.pipe[1].", "second"),
      ...instance("module.team[1].module.pipe[0].", "third"),
    ];
    expect(await verdict({ resources, configuration }, "second")).toBe("works");
    expect(await verdict({ resources, configuration }, "third")).toBe("works");
  });

  test("of a resource with for_each", async () => {
    const configuration = { resources: ofModule(byKey, { for_each_expression: refersTo("local.pipes") }) };
    const resources = [...instance("", "clicks", '["clicks"]'), ...instance("", "orders", '["orders"]')];
    expect(await verdict({ resources, configuration }, "orders")).toBe("works");
  });

  test("and a policy of another instance is none of it", async () => {
    const [role, , ...others] = instance('module.pipe["clicks"].', "clicks");
    const resources = [
      ...(role === undefined ? [] : [role]),
      ...others,
      ...instance('module.pipe["orders"].', "orders"),
    ];
    const configuration = { module_calls: { pipe: { expressions: {}, module: { resources: ofModule(own) } } } };
    expect(await verdict({ resources, configuration }, "clicks")).toBe("broken");
    expect(await verdict({ resources, configuration }, "orders")).toBe("works");
  });
});

describe("what an instance is given", () => {
  /** The delivery stream of a module that takes ARNs, and two buckets around it. */
  const delivering = (expressions: object, call: object, more: readonly object[] = []): ShownPlan => ({
    resources: [
      ...["clicks", "orders"].flatMap((name) => instance("", name, `["${name}"]`).slice(0, 4)),
      ...["clicks", "orders"].map((name) => ({
        address: `module.deliver["${name}"].aws_kinesis_firehose_delivery_stream.this`,
        values: { name, extended_s3_configuration: [{}] },
        unknown: { extended_s3_configuration: [{ bucket_arn: true, role_arn: true }] },
      })),
    ],
    configuration: {
      resources: [...ofModule(byKey, { for_each_expression: refersTo("var.pipes") }).slice(0, 4), ...more],
      module_calls: {
        deliver: {
          expressions,
          ...call,
          module: {
            resources: [
              configured("aws_kinesis_firehose_delivery_stream.this", "aws", {
                extended_s3_configuration: [
                  { bucket_arn: refersTo("var.bucket_arn"), role_arn: refersTo("var.role_arn") },
                ],
              }),
            ],
          },
        },
      },
    },
    variables: { pipes: ["clicks", "orders"] },
  });

  test("is the resource of its own key", async () => {
    const given = { bucket_arn: byKey("aws_s3_bucket.this"), role_arn: byKey("aws_iam_role.this") };
    expect(await verdict(delivering(given, { for_each_expression: refersTo("var.pipes") }), "orders")).toBe("works");
  });

  test("is a member of its own value", async () => {
    const given = { bucket_arn: refersTo("each.value.arn"), role_arn: byKey("aws_iam_role.this") };
    const chained = delivering(given, { for_each_expression: { references: ["aws_s3_bucket.this"] } });
    expect(await verdict(chained, "orders")).toBe("works");
    const listed = delivering(
      { ...given, bucket_arn: refersTo("each.value.bucket") },
      { for_each_expression: refersTo("var.pipes") },
    );
    const variables = {
      pipes: { clicks: { bucket: "arn:aws:s3:::clicks" }, orders: { bucket: "arn:aws:s3:::orders" } },
    };
    expect(await verdict({ ...listed, variables }, "orders")).toBe("works");
  });

  test("is an output of a module's instance, by its key", async () => {
    const outputs = { arn: { expression: refersTo("aws_s3_bucket.this.arn") } };
    const plan = (reference: object): ShownPlan => ({
      resources: [
        ...["clicks", "orders"].flatMap((name) => instance(`module.pipe["${name}"].`, name).slice(0, 4)),
        {
          address: "aws_kinesis_firehose_delivery_stream.this",
          values: {
            name: "deliver",
            extended_s3_configuration: [{ role_arn: "arn:aws:iam::111111111111:role/orders" }],
          },
          unknown: { extended_s3_configuration: [{ bucket_arn: true }] },
        },
      ],
      configuration: {
        resources: [
          configured("aws_kinesis_firehose_delivery_stream.this", "aws", {
            extended_s3_configuration: [{ bucket_arn: reference, role_arn: refersTo("var.role") }],
          }),
        ],
        module_calls: { pipe: { expressions: {}, module: { outputs, resources: ofModule(own).slice(0, 4) } } },
      },
    });
    const indexed = { references: ['module.pipe["orders"].arn', 'module.pipe["orders"]', "module.pipe"] };
    expect(await verdict(plan(indexed))).toBe("works");
    // Of all of them, `module.pipe[*].arn`, nobody says which it is.
    expect(await verdict(plan({ references: ["module.pipe"] }))).toMatch(
      /`extended_s3_configuration.0.bucket_arn` is known after apply/,
    );
  });

  const bucket = "aws_s3_bucket.this";

  test.each([
    ["by a splat", () => ({ references: [bucket] })],
    [
      "by a choice with a flag",
      (attribute: string) => ({
        references: ["var.is_new", `${bucket}[0].${attribute}`, `${bucket}[0]`, bucket],
      }),
    ],
  ])("is the only one there is, %s", async (_what, reference) => {
    const resources = instance("", "clicks").map((each) =>
      each.address === bucket ? { ...each, address: `${bucket}[0]` } : each,
    );
    const configuration = {
      resources: ofModule((address, attribute) =>
        address === bucket ? reference(attribute) : own(address, attribute),
      ),
    };
    expect(await verdict({ resources, configuration, variables: { is_new: true } })).toBe("works");
  });
});

describe("a reference that leads in a circle", () => {
  test.each([
    ["of variables", { bucket_arn: refersTo("module.pipe.out") }, refersTo("var.bucket_arn")],
    ["of outputs", {}, refersTo("module.inner.out")],
    // Followed each by itself, those would be more than can be counted.
    [
      "of pairs",
      {
        one: refersTo("module.inner.out", "module.inner.other"),
        two: refersTo("module.inner.other", "module.inner.out"),
      },
      refersTo("var.one", "var.two"),
    ],
  ])("%s is one message", async (_what, expressions, out) => {
    const outputs = { out: { expression: out }, other: { expression: out } };
    const inner = { inner: { expressions, module: { outputs } } };
    const resources = instance("module.pipe.", "clicks");
    const configuration = {
      module_calls: {
        pipe: {
          expressions,
          module: {
            outputs: { out: { expression: out } },
            module_calls: inner,
            resources: ofModule((address, attribute) =>
              address === "aws_s3_bucket.this" && attribute === "arn"
                ? refersTo("module.inner.out")
                : own(address, attribute),
            ),
          },
        },
      },
    };
    expect(await verdict({ resources, configuration })).toMatch(
      /^plan0\.json \(module\.pipe\.aws_kinesis_.* is known after apply/,
    );
  });
});

describe("a provider of a module", () => {
  const configuration = (key: string) => ({
    module_calls: {
      pipe: {
        expressions: {},
        module: {
          resources: ofModule(own).map((each) =>
            each.provider_config_key === "aws.b" ? { ...each, provider_config_key: key } : each,
          ),
        },
      },
    },
  });

  test.each([
    [
      "its own",
      "module.pipe:aws.b",
      { "module.pipe:aws.b": { ...provider("222222222222"), module_address: "module.pipe" } },
    ],
    ["of the same name around it", "module.pipe:aws.b", { "aws.b": provider("222222222222") }],
    [
      "passed to it, which has nothing of its own",
      "module.pipe:aws.b",
      { "module.pipe:aws.b": { name: "aws" }, "aws.b": provider("222222222222") },
    ],
  ])("is %s", async (_what, key, more) => {
    const plan = { resources: instance("module.pipe.", "clicks"), configuration: configuration(key) };
    expect(await outcomeOf([planText({ ...plan, providers: { aws: provider("111111111111"), ...more } })])).toBe(
      "works",
    );
  });

  test.each([
    ["an account that it may be used with", { allowed_account_ids: refersTo("var.account_b") }],
    ["a role", { assume_role: [{ role_arn: refersTo("var.role_b") }] }],
    [
      "a role that is put together of an account",
      { assume_role: [{ role_arn: refersTo("var.account_b", "var.role_name") }] },
    ],
    ["a role by a token", { assume_role_with_web_identity: [{ role_arn: refersTo("var.role_b") }] }],
  ])("says its account by %s of a variable", async (_what, expressions) => {
    const variables = {
      account_b: "222222222222",
      role_b: "arn:aws:iam::222222222222:role/terraform",
      role_name: "terraform",
    };
    const b = { name: "aws", expressions: { region: { constant_value: "us-east-1" }, ...expressions } };
    const plan = { resources: instance("module.pipe.", "clicks"), configuration: configuration("aws.b"), variables };
    expect(await outcomeOf([planText({ ...plan, providers: { aws: provider("111111111111"), "aws.b": b } })])).toBe(
      "works",
    );
  });
});
