import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hclPolicy, hclResource } from "../../../check/places/hcl.ts";
import { terraformText } from "../../../check/places/terraform.ts";
import { encodedIn } from "../../support/hcl.ts";

const document = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Deliver",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:role/delivery" },
      Action: ["s3:PutObject", "s3:PutObjectAcl"],
      Resource: "arn:aws:s3:::b-landing/${aws:PrincipalAccount}/*",
      Condition: { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "s3:max-keys": 10 } },
    },
  ],
};

const written = `policy = jsonencode({
  Version = "2012-10-17"
  Statement = [
    {
      Sid    = "Deliver"
      Effect = "Allow"
      Principal = {
        AWS = "arn:aws:iam::111111111111:role/delivery"
      }
      Action   = ["s3:PutObject", "s3:PutObjectAcl"]
      Resource = "arn:aws:s3:::b-landing/$\${aws:PrincipalAccount}/*"
      Condition = {
        Bool = {
          "aws:SecureTransport" = true
        }
        NumericLessThan = {
          "s3:max-keys" = 10
        }
      }
    },
  ]
})`;

test("a policy is written as `terraform fmt` lays it out, with IAM's variables kept from Terraform", () => {
  expect(hclPolicy("policy", document)).toBe(written);
});

test("a resource that is new refers to what it is for", () => {
  const short = { Version: "2012-10-17", Statement: [] };
  expect(
    hclResource({
      type: "aws_iam_role_policy",
      name: "delivery",
      attributes: { name: '"deliver"', role: "aws_iam_role.delivery.id" },
      document: short,
    }),
  ).toBe(`resource "aws_iam_role_policy" "delivery" {
  name = "deliver"
  role = aws_iam_role.delivery.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = []
  })
}`);
});

describe("a policy that came from Terraform is shown as its text", () => {
  const text = JSON.stringify(document);

  test("one that is there, under its address and attribute", () => {
    const source = {
      file: "b.json",
      path: "module.landing.aws_s3_bucket_policy.this[0].policy",
      form: "terraform",
    } as const;
    expect(terraformText(source, { kind: "bucket" }, text, false)).toBe(
      `# module.landing.aws_s3_bucket_policy.this[0]\n${written}`,
    );
  });

  test("one that is new, as a resource of its own beside what it is for", () => {
    const source = { file: "b.json", path: "module.landing.aws_s3_bucket.this", form: "terraform" } as const;
    const [first, second, third] = (terraformText(source, { kind: "bucket" }, text, true) ?? "").split("\n");
    expect([first, second, third]).toEqual([
      "# in module.landing",
      'resource "aws_s3_bucket_policy" "this" {',
      "  bucket = aws_s3_bucket.this.id",
    ]);
  });

  test("no other is", () => {
    expect(
      terraformText({ file: "b.yaml", path: "Resources.Policy" }, { kind: "bucket" }, text, false),
    ).toBeUndefined();
  });
});

describe("what is read out of the text again", () => {
  const name = fc.oneof(fc.constantFrom("Sid", "aws:PrincipalArn", "s3:prefix", "a b"), fc.string({ minLength: 1 }));
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom("${aws:username}", "%{if}", 'a "quoted" \\ text', "$${x}", "line\nline"),
  );
  const { value } = fc.letrec<{ readonly value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      texts,
      fc.boolean(),
      fc.integer(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  test("is the document that was written", () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }), (written) => {
        fc.pre(!JSON.stringify(written).includes("__proto__"));
        expect(encodedIn(hclPolicy("policy", written))).toEqual([JSON.parse(JSON.stringify(written))]);
      }),
    );
  });
});
