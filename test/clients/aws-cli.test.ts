import { GetRecordsCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { activeStream, fromTheStart } from "../emulator/kinesis/streams.ts";
import { awsCli, awsCliVersions } from "../support/child-clients.ts";
import { type TwoAccounts, twoAccounts } from "../support/clients.ts";

const timeout = 120_000;

let commands: Awaited<ReturnType<typeof awsCliVersions>>;
beforeAll(async () => {
  commands = await awsCliVersions();
});

/** What `aws kinesis put-record --data cGVu` puts. Source: AWS CLI User Guide, "cli_binary_format". */
const recordOf = { "1": "cGVu", "2": "pen" } as const;

// One call a service: each is a process that takes most of a second to start. The other files drive one version further.
describe.each(["1", "2"] as const)("version %s of the AWS CLI", (version) => {
  test("is answered by every service", { timeout }, async ({ skip }) => {
    const command = commands.get(version);
    if (command === undefined) {
      if (process.env.CI === "true") throw new Error(`version ${version} of the AWS CLI is not installed`);
      return skip(`version ${version} of the AWS CLI is not installed`);
    }
    await using aws = await twoAccounts();
    const call = answersOf(aws, command);
    await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
    await aws.a.s3.send(new PutObjectCommand({ Bucket: "landing", Key: "from/the-sdk", Body: "hello" }));
    await activeStream(aws);
    const [identity, , copied, record, , key, , metrics] = await Promise.all([
      call(["sts", "get-caller-identity"]),
      call(["iam", "create-user", "--user-name", "ann"]),
      call(["s3", "cp", "s3://landing/from", "s3://landing/to", "--recursive", "--no-progress"]),
      call(["kinesis", "put-record", "--stream-name", "orders", "--data", "cGVu", "--partition-key", "1"]),
      call(["firehose", "list-delivery-streams"]),
      call(["kms", "create-key", "--description", version]),
      call(["logs", "create-log-group", "--log-group-name", "deliveries"]),
      call(["cloudwatch", "list-metrics", "--namespace", "AWS/Firehose"]),
    ]);
    expect(JSON.parse(identity)).toMatchObject({ Arn: `arn:aws:iam::${aws.accountA.id}:root` });
    expect(copied.trim()).toBe("copy: s3://landing/from/the-sdk to s3://landing/to/the-sdk");
    const { Body } = await aws.a.s3.send(new GetObjectCommand({ Bucket: "landing", Key: "to/the-sdk" }));
    expect(await Body?.transformToString()).toBe("hello");
    expect(JSON.parse(key).KeyMetadata).toMatchObject({ Description: version, KeyState: "Enabled" });
    // Version 2.9 prints nothing for an empty answer.
    expect(metrics === "" ? {} : JSON.parse(metrics)).not.toHaveProperty("Error");
    const ShardIterator = await fromTheStart(aws.a, "orders", JSON.parse(record).ShardId);
    const { Records } = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    expect(Buffer.from(Records?.[0]?.Data ?? []).toString()).toBe(recordOf[version]);
  });
});

/** What a call prints, which must have succeeded. */
function answersOf(aws: TwoAccounts, command: string): (args: readonly string[]) => Promise<string> {
  return async (args) => {
    const { exitCode, stdout, stderr } = await awsCli(aws.emulator, aws.accountA, args, command);
    expect({ exitCode, stderr }, args.join(" ")).toEqual({ exitCode: 0, stderr: "" });
    return stdout;
  };
}
