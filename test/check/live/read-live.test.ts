import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import type { Configuration } from "../../../check/configuration.ts";
import { readLive } from "../../../check/live/read-live.ts";
import type { Site } from "../../../check/live/reader.ts";
import { snapshotText } from "../../../check/live/snapshot.ts";
import { merge } from "../../../check/merge.ts";
import { readInputs } from "../../../check/read/inputs.ts";
import { createDeliveryStream } from "../../../check/replay/delivery.ts";
import { openStage, type Stage } from "../../../check/replay/stage.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { playedAsIs } from "../../../check/unknown/world.ts";
import type { CallRecord, Emulator } from "../../../emulator/index.ts";
import { clientsFor } from "../../../harness/clients.ts";
import { accountA, accountB, allowDelivery, article, bucketArn, policyText, roleArn } from "../article.ts";

/** What the reader needs, and all that it is given. */
const reading = ["Describe*", "Get*", "List*"].flatMap((name) =>
  ["firehose", "kinesis", "iam", "s3", "kms", "logs"].map((service) => `${service}:${name}`),
);

/** A client of a user that may only read, `without` some of it. */
async function siteFor(stage: Stage, side: "A" | "B", accountId: string, without?: string): Promise<Site> {
  const hands = stage.handsOf(accountId);
  await hands.send("iam", new CreateUserCommand({ UserName: "reader" }));
  const Statement = [
    { Effect: "Allow", Action: reading, Resource: "*" },
    ...(without === undefined ? [] : [{ Effect: "Deny", Action: without, Resource: "*" }]),
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await hands.send("iam", new PutUserPolicyCommand({ UserName: "reader", PolicyName: "read", PolicyDocument }));
  const { AccessKey: key } = await hands.send("iam", new CreateAccessKeyCommand({ UserName: "reader" }));
  const region = "us-east-1";
  const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  const { url: endpoint, clock } = stage.aws as unknown as Emulator;
  const signsAt = () => clock.now();
  return { side, accountId, region, clients: clientsFor({ region, endpoint, credentials, maxAttempts: 1, signsAt }) };
}

/** What is read of accounts that have the configuration, and every call that reading it took. */
async function readBack(given: Configuration, without?: string) {
  const configuration = playedAsIs(given);
  await using stage = await openStage(configuration, { by: "wire" });
  await createDeliveryStream(stage, configuration);
  await stage.aws.clock.advance(60_000);
  const [siteA, siteB] = [await siteFor(stage, "A", accountA), await siteFor(stage, "B", accountB, without)];
  const calls: CallRecord[] = [];
  stage.aws.calls.subscribe((call) => calls.push(call));
  const part = await readLive(siteA, siteB, "deliver");
  for (const { clients } of [siteA, siteB]) clients[Symbol.dispose]();
  return { part, calls: calls.filter(({ isInternal }) => !isInternal) };
}

const keyArn = `arn:aws:kms:us-east-1:${accountB}:key/11111111-2222-3333-4444-555555555555`;
const boundaryArn = `arn:aws:iam::${accountA}:policy/bounds`;
const source = { file: "test" };

/** Something of everything that is read. */
function rich(): Configuration {
  const plain = article();
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  return {
    ...plain,
    roles: plain.roles.map((role) => ({
      ...role,
      permissionsBoundaryArn: boundaryArn,
      attachedPolicyArns: [boundaryArn, "arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess"],
    })),
    managedPolicies: [{ arn: boundaryArn, document: policyText("bounds", everything) }],
    bucket: {
      ...plain.bucket,
      objectOwnership: "BucketOwnerPreferred",
      isVersioned: true,
      encryption: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn } },
    },
    keys: [
      {
        arn: keyArn,
        aliases: ["alias/landing"],
        policy: policyText(
          "key policy",
          { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountB}:root` }, Action: "kms:*", Resource: "*" },
          {
            Effect: "Allow",
            Principal: { AWS: roleArn },
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: "*",
          },
        ),
        grants: [],
        isEnabled: true,
        source,
      },
    ],
  };
}

describe("the live reader", () => {
  test("finds everything that decides the delivery", async () => {
    const { part } = await readBack(rich());
    const read = merge([part]);
    expect(read).toMatchObject({
      accountA: { id: accountA },
      accountB: { id: accountB },
      deliveryStream: { name: "deliver", reads: { roleArn }, destination: { BucketARN: bucketArn, RoleARN: roleArn } },
      roles: [{ name: "delivery", permissionsBoundaryArn: boundaryArn, inlinePolicies: [{ name: "deliver" }] }],
      managedPolicies: [{ arn: boundaryArn }],
      bucket: { name: "landing-b", objectOwnership: "BucketOwnerPreferred", isVersioned: true },
      keys: [{ arn: keyArn, aliases: ["alias/landing"], isEnabled: true }],
    });
    expect(JSON.parse(read.bucket.policy?.text ?? "")).toMatchObject({ Statement: [{ Sid: "AllowDelivery" }] });
    expect(read.notChecked.filter(({ couldMatter }) => couldMatter)).toEqual([]);
  });

  test("makes no call that changes anything", async () => {
    const { calls } = await readBack(rich());
    expect(calls.length).toBeGreaterThan(15);
    expect(calls.map(({ operation }) => operation).filter((name) => !/^(?:Describe|Get|List)/.test(name))).toEqual([]);
    expect(calls.filter(({ outcome }) => outcome.kind === "refused" && /AccessDenied/.test(outcome.code))).toEqual([]);
  });

  test("notes what it may not see, so that the verdict is inconclusive", async () => {
    const { part } = await readBack(article(), "s3:GetBucketPolicy");
    const configuration = merge([part]);
    const { outcome } = await judge(configuration, { by: "direct" });
    expect(part.notChecked[0]).toMatchObject({ what: "policy of bucket landing-b", couldMatter: true });
    expect(outcome).toMatchObject({
      kind: "inconclusive",
      summary: expect.stringMatching(/policy of bucket landing-b: whoever reads account B may not see it: /),
      cause: { action: "s3:GetBucketLocation" },
    });
  });

  test("finds a role that was recreated since the bucket policy was saved", async () => {
    const recreated = article({ bucket: [{ ...allowDelivery, Principal: { AWS: "AROAEXAMPLE1234567890" } }] });
    const { part } = await readBack(recreated);
    expect(part.buckets[0]?.policy?.text).toMatch(/AROA[A-Z0-9]+/);
    const configuration = merge([part]);
    const { outcome } = await judge(configuration, { by: "direct" });
    expect(outcome).toMatchObject({ kind: "broken", cause: { kind: "delivery-denied" } });
  });

  test("says where there is no such delivery stream", async () => {
    await using stage = await openStage(playedAsIs(article()), { by: "wire" });
    const [siteA, siteB] = [await siteFor(stage, "A", accountA), await siteFor(stage, "B", accountB)];
    await expect(readLive(siteA, siteB, "deliver")).rejects.toThrow(
      "live account A (delivery stream deliver): there is none in account 111111111111, region us-east-1; is it another name, or another region?",
    );
    for (const { clients } of [siteA, siteB]) clients[Symbol.dispose]();
  });

  test("writes a snapshot that is read again as the same", async () => {
    const { part } = await readBack(rich());
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-live-"));
    try {
      const file = join(folder, "snapshot.json");
      await writeFile(file, snapshotText(part, 0));
      expect(await readInputs([file])).toEqual([JSON.parse(JSON.stringify(part))]);
      await writeFile(file, snapshotText({ ...part, roles: [{}] as never }, 0));
      await expect(readInputs([file])).rejects.toThrow(
        /snapshot\.json:\d+:7 \(part\.roles\[0\]\.accountId\): is missing/,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
