import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bucketArn, formatArn, iamArn } from "../harness/arns.ts";
import {
  type Account,
  allowing,
  awsCliVersion,
  deliveryActions,
  onlyArns,
  type PolicyDocument,
  readActions,
  scenario,
  trusting,
  type World,
} from "../harness/index.ts";

/**
 * The flow by the AWS CLI's own commands, in the order in which a person types them. Each step shows its command lines,
 * behind `A$` and `B$` for the account whose credentials they need.
 */
export const crossAccountDeliveryByCli = scenario({
  name: "cross-account-delivery-by-cli",
  title: "the AWS CLI's own commands deliver a record of account A to account B's bucket",
  shows: "allow",
  twin: "permissions/no-bucket-policy",
  unplayable: async () => {
    const version = await awsCliVersion();
    return version.kind === "missing" ? version.because : undefined;
  },

  given: async (world) => {
    const { accountA, accountB, step, check, expect, wait } = world;
    const names = namesFor(world);
    const bucketPolicy = allowing(deliveryActions, names.landing, {
      sid: "AllowDelivery",
      principal: { arn: names.roleArn },
    });

    await step("account B creates a bucket with today's defaults", async () => {
      accountB.removeAfterwards("bucket", names.landing.name);
      await accountB.aws.run(...createBucket(accountB, names.landing));
    });
    await check("a bucket policy for a role that does not exist yet is refused", async () => {
      const refusal = await putBucketPolicy(accountB, names.landing.name, bucketPolicy);
      expect(refusal, "the refusal").toMatchObject({ kind: "failed", code: "MalformedPolicy" });
    }, ["unknown-principal-is-refused"]);
    await step("account A creates a data stream and a role for Firehose", async () => {
      accountA.removeAfterwards("dataStream", names.dataStream);
      accountA.removeAfterwards("role", names.role);
      await accountA.aws.run("kinesis", "create-stream", "--stream-name", names.dataStream, "--shard-count", "1");
      const trust = trusting({ service: "firehose.amazonaws.com", externalId: accountA.id });
      await accountA.aws.run(
        ...["iam", "create-role", "--role-name", names.role],
        ...["--assume-role-policy-document", String(trust)],
      );
      await wait(secondsToActive);
      await until(world, "an ACTIVE data stream", async () => {
        const status = await accountA.aws.run(
          ...["kinesis", "describe-stream-summary", "--stream-name", names.dataStream],
          ...["--query", "StreamDescriptionSummary.StreamStatus", "--output", "text"],
        );
        return status.trim() === "ACTIVE" ? "ACTIVE" : undefined;
      });
    });
    await step("account A creates a delivery stream into a bucket of its own", async () => {
      accountA.removeAfterwards("bucket", names.own.name);
      accountA.removeAfterwards("deliveryStream", names.deliveryStream);
      await accountA.aws.run(...createBucket(accountA, names.own));
      await accountA.aws.run(...putRolePolicy(names, rolePolicy(names, names.own)));
      await createDeliveryStream(world, names);
    });
    const update = await step("account A redirects the delivery stream to account B's bucket", async () => {
      const described = await describe(accountA, names.deliveryStream, "[VersionId,Destinations[0].DestinationId]");
      const [version = "", destination = ""] = described.split("\t");
      const command = [
        ...["firehose", "update-destination", "--delivery-stream-name", names.deliveryStream],
        ...["--current-delivery-stream-version-id", version, "--destination-id", destination],
        ...["--s3-destination-update", `BucketARN=${names.landing.arn}`],
      ];
      await accountA.aws.run(...command);
      return command;
    });
    await check("the same update again is refused, for the version is the next", async () => {
      expect(await accountA.aws.tryRun(...update), "the same update again").toMatchObject({
        kind: "failed",
        code: "ConcurrentModificationException",
      });
      expect(await describe(accountA, names.deliveryStream, "VersionId"), "the version").toBe("2");
    }, ["stale-version-is-refused"]);
    await check("a role policy that lacks a comma is refused", async () => {
      const withoutComma = String(rolePolicy(names, names.landing)).replace('"s3:PutObject",', '"s3:PutObject"');
      const refusal = await accountA.aws.tryRun(...putRolePolicy(names, withoutComma));
      expect(refusal, "the refusal").toMatchObject({ kind: "failed", code: "MalformedPolicyDocument" });
    });
    await step("account A allows its role the seven S3 actions in account B's bucket", () =>
      accountA.aws.run(...putRolePolicy(names, rolePolicy(names, names.landing))),
    );
    await step("account B allows account A's role the same in the bucket policy", async () => {
      expect(await putBucketPolicy(accountB, names.landing.name, bucketPolicy), "the answer").toMatchObject({
        kind: "done",
      });
    });
    return { names, version: await installedCli() };
  },

  when: ({ names }, { accountA, step }) =>
    step("account A puts a record into the data stream", () =>
      accountA.aws.run(
        ...["kinesis", "put-record", "--stream-name", names.dataStream],
        ...["--data", base64, "--partition-key", "1"],
      ),
    ),

  outcome: async ({ names, version }, world) => {
    const { accountA, accountB, step, check, fact, expect } = world;
    const { name: bucket } = names.landing;
    const key = await step("delivered: the object appears in account B's bucket", async () => {
      // Firehose keeps records for 300 s unless told otherwise; looking earlier costs calls and shows nothing.
      await world.waitForBuffer(300);
      const seen = await until(world, "an object in account B's bucket", async () => {
        const keys = await accountB.aws.run(
          ...["s3api", "list-objects-v2", "--bucket", bucket, "--query", "Contents[].Key", "--output", "text"],
        );
        return keys.includes(names.deliveryStream) ? keys.trim() : undefined;
      });
      fact("key", seen);
      return seen;
    });
    // The configuration's second version: the update of before counts.
    await check("key", () => expect(key, "the key").toMatch(new RegExp(`/${names.deliveryStream}-2-[^/]+$`)), [
      "object-key-has-the-version",
    ]);
    await check("contents", async () => {
      const contents = await read(accountB, bucket, key);
      fact("contents", contents);
      fact("AWS CLI", version.text);
      // Version 2 takes the argument as base64 and decodes it; version 1 sends it as it is.
      expect(contents, "the object's contents").toBe(version.major >= 2 ? "This is a pen" : base64);
    });
    await check("ownership", async () => {
      const owner = await accountB.aws.run(
        ...["s3api", "get-object-acl", "--bucket", bucket, "--key", key, "--query", "Owner.ID", "--output", "text"],
      );
      fact("owner", owner.trim());
      expect(owner.trim(), "the owner").toBe(accountB.canonicalUserId);
      expect(owner.trim(), "the owner").not.toBe(accountA.canonicalUserId);
    }, ["accounts-have-canonical-user-ids-of-their-own", "owner-follows-the-ownership-mode"]);
  },
});

/** `This is a pen` */
const base64 = "VGhpcyBpcyBhIHBlbg==";

async function installedCli() {
  const version = await awsCliVersion();
  if (version.kind === "missing") throw new Error(version.because);
  return version;
}

interface Names {
  readonly landing: NamedBucket;
  readonly own: NamedBucket;
  readonly dataStream: string;
  readonly dataStreamArn: string;
  readonly deliveryStream: string;
  readonly role: string;
  readonly roleArn: string;
}

interface NamedBucket {
  readonly name: string;
  readonly arn: string;
  readonly policyArns: readonly string[];
}

function namesFor({ accountA, accountB }: World): Names {
  const dataStream = accountA.nameOf("orders");
  const role = accountA.nameOf("delivery");
  return {
    landing: bucketNamed(accountB, "landing"),
    own: bucketNamed(accountA, "own"),
    dataStream,
    dataStreamArn: formatArn("kinesis", accountA.region, accountA.id, `stream/${dataStream}`),
    deliveryStream: accountA.nameOf("deliver"),
    role,
    roleArn: iamArn(accountA.region, accountA.id, `role/${role}`),
  };
}

function bucketNamed(account: Account, what: string): NamedBucket {
  const name = account.nameOf(what);
  const arn = bucketArn(account.region, name);
  return { name, arn, policyArns: [arn, `${arn}/*`] };
}

/** Only us-east-1 does not let itself be named. */
function createBucket({ region }: Account, { name }: NamedBucket): readonly string[] {
  const place = ["--create-bucket-configuration", JSON.stringify({ LocationConstraint: region })];
  return ["s3api", "create-bucket", "--bucket", name, ...(region === "us-east-1" ? [] : place)];
}

function rolePolicy({ dataStreamArn }: Names, bucket: NamedBucket): PolicyDocument {
  return allowing(deliveryActions, bucket, { sid: "WriteObjects" }).and(
    allowing(readActions, onlyArns(dataStreamArn), { sid: "ReadStream" }),
  );
}

function putRolePolicy({ role }: Names, document: PolicyDocument | string): readonly string[] {
  return [
    ...["iam", "put-role-policy", "--role-name", role],
    ...["--policy-name", "deliver", "--policy-document", String(document)],
  ];
}

function putBucketPolicy(account: Account, bucket: string, document: PolicyDocument) {
  return account.aws.tryRun("s3api", "put-bucket-policy", "--bucket", bucket, "--policy", String(document));
}

/** One member of a delivery stream's description. */
async function describe(account: Account, name: string, member: string): Promise<string> {
  const text = await account.aws.run(
    ...["firehose", "describe-delivery-stream", "--delivery-stream-name", name],
    ...["--query", `DeliveryStreamDescription.${member}`, "--output", "text"],
  );
  return text.trim();
}

/** How long AWS takes at least; each look starts a process. */
const secondsToActive = 15;

function createDeliveryStream(world: World, names: Names): Promise<void> {
  const { accountA, wait } = world;
  const named = ["--delivery-stream-name", names.deliveryStream];
  return world.createActive({
    what: `delivery stream ${names.deliveryStream}`,
    everySeconds: 30,
    create: async () => {
      await accountA.aws.run(
        ...["firehose", "create-delivery-stream", ...named],
        ...["--delivery-stream-type", "KinesisStreamAsSource"],
        "--kinesis-stream-source-configuration",
        `KinesisStreamARN=${names.dataStreamArn},RoleARN=${names.roleArn}`,
        "--extended-s3-destination-configuration",
        `BucketARN=${names.own.arn},RoleARN=${names.roleArn}`,
      );
      await wait(secondsToActive);
    },
    status: () => describe(accountA, names.deliveryStream, "DeliveryStreamStatus"),
    remove: async () => {
      await accountA.aws.run("firehose", "delete-delivery-stream", ...named);
      await until(world, "the delivery stream to be gone", async () => {
        const { kind } = await accountA.aws.tryRun("firehose", "describe-delivery-stream", ...named);
        return kind === "failed" ? "gone" : undefined;
      });
    },
  });
}

function until(world: World, awaited: string, look: () => Promise<string | undefined>): Promise<string> {
  return world.waitFor({ awaited, withinSeconds: 600, everySeconds: 30, look });
}

async function read(account: Account, bucket: string, key: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
  try {
    const file = join(folder, "object");
    await account.aws.run("s3api", "get-object", "--bucket", bucket, "--key", key, file);
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}
