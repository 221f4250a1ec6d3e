import { describe, expect, test } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { merge } from "../../check/merge.ts";
import { emptyPart, type Part } from "../../check/part.ts";
import { subjectOf } from "../../check/unknown/questions.ts";
import { accountA, accountB, allowDelivery, article, policyText, roleArn } from "./article.ts";

/** The article's set-up as one input says it. */
function partOf({ deliveryStream, bucket, dataStream, organization, ...others }: Configuration = article()): Part {
  const region = "us-east-1";
  return {
    ...emptyPart,
    ...others,
    organizations: organization === undefined ? [] : [organization],
    dataStreams: dataStream === undefined ? [] : [dataStream],
    deliveryStreams: [{ ...deliveryStream, accountId: accountA, region }],
    buckets: [{ ...bucket, accountId: accountB, region }],
  };
}

const nothingMore: Part = { ...emptyPart };

describe("inputs that go together", () => {
  test("are the configuration that they describe, however they are cut", () => {
    const whole = partOf();
    const ofB: Part = { ...nothingMore, buckets: whole.buckets };
    const ofA: Part = { ...whole, buckets: [] };
    expect(merge([ofB, ofA])).toEqual(article());
    expect(merge([whole])).toEqual(article());
  });

  test("may say the same twice, in different places", () => {
    const again = partOf().roles.map((role) => ({ ...role, source: { file: "elsewhere", line: 7 } }));
    expect(merge([partOf(), { ...nothingMore, roles: again }])).toEqual(article());
  });

  test("may contradict each other about what has no part in the delivery", () => {
    const whole = partOf();
    const bystander = whole.roles.map((role) => ({ ...role, name: "bystander" }));
    const otherwise = bystander.map((role) => ({ ...role, inlinePolicies: [] }));
    const found = merge([
      { ...whole, roles: [...whole.roles, ...bystander] },
      { ...nothingMore, roles: otherwise },
    ]);
    expect(found.deliveryStream).toEqual(article().deliveryStream);
  });

  test("take the delivery stream that is asked for, where there are several", () => {
    const one = partOf();
    const other = { ...article().deliveryStream, name: "archive", accountId: accountA, region: "us-east-1" };
    const both = { ...one, deliveryStreams: [...one.deliveryStreams, other] };
    expect(merge([both], { deliveryStream: "archive" }).deliveryStream.name).toBe("archive");
    expect(() => merge([both])).toThrow(
      "input: there are several delivery streams in it: `deliver`, `archive`; choose by --delivery-stream",
    );
    expect(() => merge([both], { deliveryStream: "nightly" })).toThrow(
      "input: there is no delivery stream `nightly` in it; there are: `deliver`, `archive`",
    );
  });
});

describe("inputs that do not go together are refused", () => {
  test("without a delivery stream", () => {
    expect(() => merge([{ ...partOf(), deliveryStreams: [] }])).toThrow(
      "input: there is no delivery stream in it; give the input that describes one too",
    );
  });

  test("without its bucket", () => {
    expect(() => merge([{ ...partOf(), buckets: [] }])).toThrow(
      "test: its bucket `landing-b` is described nowhere; give the input of account B too",
    );
  });

  test("with a bucket that no request can name", () => {
    const { buckets, deliveryStreams } = partOf();
    const named = { ...partOf(), buckets: buckets.map((bucket) => ({ ...bucket, name: "a/b" })) };
    const streams = deliveryStreams.map((each) => ({
      ...each,
      destination: { ...each.destination, BucketARN: "arn:aws:s3:::a/b" },
    }));
    expect(() => merge([{ ...named, deliveryStreams: streams }])).toThrow(
      "test: bucket `a/b` has a slash in its name; give the bucket's name alone: no name of a bucket has one",
    );
  });

  test("with the bucket in account A, where another was said to have it", () => {
    const { buckets } = partOf();
    const inA = { ...partOf(), buckets: buckets.map((bucket) => ({ ...bucket, accountId: accountA })) };
    expect(() => merge([inA], { accountB })).toThrow(
      `test: bucket \`landing-b\` is in account ${accountA}, as the delivery stream is, and not in ${accountB}; give the input of account B, or leave out --account-b where all is in one account`,
    );
    for (const choice of [{}, { accountB: accountA }]) expect(merge([inA], choice).accountB.id).toBe(accountA);
  });

  test("with one thing described in two ways", () => {
    const other = article({ role: [] }).roles.map((role) => ({ ...role, source: { file: "elsewhere", line: 7 } }));
    expect(() => merge([partOf(), { ...nothingMore, roles: other }])).toThrow(
      `elsewhere:7: role \`${accountA}/delivery\` is described differently in test; leave one of them out`,
    );
  });

  test("with two roles of one unique id", () => {
    const roles = article().roles.flatMap((role) =>
      ["delivery", "operator"].map((name) => ({ ...role, name, roleId: "AROAEXAMPLEEXAMPLE123" })),
    );
    expect(() => merge([{ ...partOf(), roles }])).toThrow(
      `test: role \`operator\` has the unique id \`AROAEXAMPLEEXAMPLE123\` of \`${roleArn}\``,
    );
  });
});

describe("what nothing describes", () => {
  const asked = (configuration: Configuration) =>
    subjectOf(merge([partOf(configuration)])).questions.map(({ what }) => what);
  const roleWith = (change: Partial<Configuration["roles"][number]>) =>
    article({}, { roles: article().roles.map((role) => ({ ...role, ...change })) });

  test("is nothing where all is described", () => {
    expect(asked(article())).toEqual([]);
  });

  test("is asked: the role, but not where it is another account's, which AWS answers", () => {
    expect(asked({ ...article(), roles: [] })).toEqual([`role \`${roleArn}\``]);
    const foreign = `arn:aws:iam::${accountB}:role/delivery`;
    const { deliveryStream } = article();
    const reads = { dataStreamArn: deliveryStream.reads?.dataStreamArn ?? "", roleArn: foreign };
    const destination = { ...deliveryStream.destination, RoleARN: foreign };
    expect(asked({ ...article({}, { deliveryStream: { ...deliveryStream, reads, destination } }), roles: [] })).toEqual(
      [],
    );
  });

  test("is asked: policies that are attached, but not those of AWS's that are known", () => {
    const arn = `arn:aws:iam::${accountA}:policy/deliver`;
    expect(asked(roleWith({ attachedPolicyArns: [arn] }))).toEqual([`policy \`${arn}\` of role \`delivery\``]);
    expect(asked(roleWith({ attachedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] }))).toEqual([]);
    const document = policyText("deliver");
    const described = { ...roleWith({ attachedPolicyArns: [arn] }), managedPolicies: [{ arn, document }] };
    expect(asked(described)).toEqual([]);
  });

  test("is asked: the key of the bucket, but not the one that AWS manages", () => {
    const under = (KMSMasterKeyID: string): Configuration => {
      const encryption = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID } };
      return article({}, { bucket: { ...article().bucket, encryption } });
    };
    const arn = `arn:aws:kms:us-east-1:${accountB}:key/1b0c7d5e-8f0b-4a36-9a5b-0f7b3c1f2d44`;
    expect(asked(under(arn))).toEqual([`key \`${arn}\``]);
    expect(asked(under("1b0c7d5e-8f0b-4a36-9a5b-0f7b3c1f2d44"))).toEqual([`key \`${arn}\``]);
    expect(asked(under("alias/landing"))).toEqual(["key `alias/landing`"]);
    expect(asked(under("alias/aws/s3"))).toEqual([]);
  });

  test("is asked: the organization that a condition asks for", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } };
    const asking = article({ bucket: [{ ...allowDelivery, Condition }] });
    expect(asked(asking)).toEqual(["condition on `aws:PrincipalOrgID` in `bucket policy`"]);
    const organization = { id: "o-exampleorg1", members: [], source: { file: "test" } };
    expect(asked({ ...asking, organization })).toEqual([]);
  });

  test("is taken as there where a policy names it as a principal, unless the name is taken", () => {
    const naming = (arn: string) =>
      merge([partOf(article({ bucket: [allowDelivery, { ...allowDelivery, Principal: { AWS: arn } }] }))]).assumed;
    const other = `arn:aws:iam::${accountA}:role/other`;
    expect(naming(other)).toEqual([{ arn: other, source: { file: "test" } }]);
    expect(naming(roleArn)).toEqual([]);
    expect(naming(`arn:aws:iam::${accountA}:role/service-role/delivery`)).toEqual([]);
  });
});
