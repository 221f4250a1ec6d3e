import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeDeliveryStreamCommand, PutRecordCommand as PutFirehoseRecordCommand } from "@aws-sdk/client-firehose";
import { CreateRoleCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateStreamCommand, ListStreamsCommand, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { isThrottlingError } from "@smithy/core/retry";
import { describe, expect, test } from "vitest";
import { Random } from "../../emulator/model/random.ts";
import { type CountedCall, Throttle } from "../../emulator/throttle.ts";
import { type Clients, errorOf, type TwoAccounts, twoAccounts } from "../support/clients.ts";

const rate = (message: string) => ({ message, status: 400 });

/** A call of each service with what it says where it is throttled. */
const throttled: readonly (readonly [
  name: string,
  call: (clients: Clients & { readonly aws: TwoAccounts }) => Promise<unknown>,
  refusal: (aws: TwoAccounts) => { readonly code: string; readonly message: string; readonly status: number },
])[] = [
  ["iam", ({ iam }) => iam.send(new ListRolesCommand()), () => ({ code: "Throttling", ...rate("Rate exceeded") })],
  [
    "sts",
    ({ sts }) => sts.send(new GetCallerIdentityCommand()),
    () => ({ code: "Throttling", ...rate("Rate exceeded") }),
  ],
  [
    "s3",
    ({ s3 }) => s3.send(new ListBucketsCommand()),
    () => ({ code: "SlowDown", message: "Please reduce your request rate.", status: 503 }),
  ],
  [
    "kinesis, on streams",
    ({ kinesis }) => kinesis.send(new ListStreamsCommand()),
    ({ accountA }) => ({ code: "LimitExceededException", ...rate(`Rate exceeded for account ${accountA.id}.`) }),
  ],
  [
    "kinesis, on records",
    ({ kinesis }) =>
      kinesis.send(new PutRecordCommand({ StreamName: "none", PartitionKey: "1", Data: new Uint8Array(1) })),
    ({ accountA }) => ({
      code: "ProvisionedThroughputExceededException",
      ...rate(`Rate exceeded for account ${accountA.id}.`),
    }),
  ],
  [
    "firehose, on delivery streams",
    ({ firehose }) => firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "none" })),
    () => ({ code: "ThrottlingException", ...rate("Rate exceeded") }),
  ],
  [
    "kms",
    ({ kms }) => kms.send(new ListKeysCommand()),
    () => ({
      code: "ThrottlingException",
      ...rate("You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."),
    }),
  ],
  [
    "logs",
    ({ logs }) => logs.send(new CreateLogGroupCommand({ logGroupName: "orders" })),
    () => ({ code: "ThrottlingException", ...rate("Rate exceeded") }),
  ],
  [
    "cloudwatch",
    async ({ aws }) => {
      const { url: endpoint, region } = aws.emulator;
      const client = new CloudWatchClient({ endpoint, region, credentials: aws.accountA, maxAttempts: 1 });
      try {
        return await client.send(new ListMetricsCommand());
      } finally {
        client.destroy();
      }
    },
    () => ({ code: "ThrottlingException", ...rate("Rate exceeded") }),
  ],
];

describe("a share of the calls", () => {
  test.each(throttled)("is refused in the service's own words: %s", async (_name, call, refusal) => {
    await using aws = await twoAccounts({ likeAws: { throttledShare: 1 } });
    const calling = call({ ...aws.a, aws });
    expect(await errorOf(calling)).toEqual(refusal(aws));
    expect(await calling.catch((error) => isThrottlingError(error)), "the SDK's retries know it").toBe(true);
  });

  test("is refused to Firehose's producers as when the stream is full", async () => {
    await using aws = await twoAccounts({ likeAws: { throttledShare: 1 } });
    const put = new PutFirehoseRecordCommand({ DeliveryStreamName: "none", Record: { Data: new Uint8Array(1) } });
    expect(await errorOf(aws.a.firehose.send(put))).toEqual({
      code: "ServiceUnavailableException",
      message: "Slow down.",
      status: 503,
    });
  });

  test("is about as large as asked for, and the same for the same seed", () => {
    const refused = (seed: number) => {
      const throttle = new Throttle(0.05, new Random(seed));
      return Array.from({ length: 10_000 }, (_, at) =>
        isRefused(throttle, { operation: "PutObject", now: at * 1_000 }),
      );
    };
    const share = refused(1).filter((each) => each).length / 10_000;
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.06);
    expect(refused(1)).toEqual(refused(1));
    expect(refused(1)).not.toEqual(refused(2));
  });

  test("is none at all unless asked for", async () => {
    await using aws = await twoAccounts({ likeAws: {} });
    for (let call = 0; call < 100; call++) await aws.a.sts.send(new GetCallerIdentityCommand());
  });

  test("is passed by a client that retries as the SDKs do", async () => {
    await using aws = await twoAccounts({ likeAws: { throttledShare: 0.3 }, seed: 7 });
    const { iam } = aws.clientsOf(aws.accountA, { maxAttempts: 10 });
    expect((await iam.send(new ListRolesCommand())).Roles).toEqual([]);
  });

  test.each([-0.1, 1.1, Number.NaN])("cannot be %s", (share) => {
    expect(() => new Throttle(share, new Random(1))).toThrow(
      new RangeError(`a share of ${share} calls cannot be throttled`),
    );
  });
});

function isRefused(throttle: Throttle, call: Partial<CountedCall>): boolean {
  try {
    throttle.admit({
      ...{ service: "s3", operation: "PutObject", accountId: "111111111111", region: "us-east-1", now: 0, ...call },
    });
    return false;
  } catch {
    return true;
  }
}

/** How many calls at one moment are let through. */
function admittedAtOnce(throttle: Throttle, call: Partial<CountedCall>): number {
  let admitted = 0;
  while (!isRefused(throttle, call)) admitted++;
  return admitted;
}

describe("AWS's request rates", () => {
  const throttle = () => new Throttle(0, new Random(1));

  test.each([
    ["kinesis", "CreateStream", 5],
    ["kinesis", "DescribeStream", 10],
    ["kinesis", "DescribeStreamSummary", 20],
    ["firehose", "CreateDeliveryStream", 5],
    ["firehose", "DescribeDeliveryStream", 5],
    ["kms", "CreateKey", 5],
    ["kms", "CreateGrant", 50],
    ["kms", "GenerateDataKey", 10_000],
    ["logs", "CreateLogGroup", 10],
    ["logs", "FilterLogEvents", 25],
    ["sts", "AssumeRole", 600],
    ["s3", "PutObject", 3_500],
    ["s3", "GetObject", 5_500],
    ["cloudwatch", "GetMetricData", 50],
  ] as const)("%s:%s: %i at once, and as many again a second later", (service, operation, most) => {
    const limited = throttle();
    expect(admittedAtOnce(limited, { service, operation })).toBe(most);
    expect(admittedAtOnce(limited, { service, operation, now: 1_000 })).toBe(most);
  });

  test("are each operation's own, each account's and each region's", () => {
    const limited = throttle();
    const create = { service: "kinesis", operation: "CreateStream" } as const;
    expect(admittedAtOnce(limited, create)).toBe(5);
    expect(admittedAtOnce(limited, { ...create, operation: "DeleteStream" })).toBe(5);
    expect(admittedAtOnce(limited, { ...create, accountId: "222222222222" })).toBe(5);
    expect(admittedAtOnce(limited, { ...create, region: "eu-central-1" })).toBe(5);
  });

  test("of IAM are shared by its writes, and by its reads, in all regions", () => {
    const limited = throttle();
    const iam = (operation: string, region: string) => ({ service: "iam", operation, region }) as const;
    expect(admittedAtOnce(limited, iam("CreateRole", "us-east-1"))).toBe(20);
    expect(isRefused(limited, iam("PutRolePolicy", "eu-central-1"))).toBe(true);
    expect(admittedAtOnce(limited, iam("GetRole", "us-east-1"))).toBe(50);
    expect(isRefused(limited, iam("ListRoles", "eu-central-1"))).toBe(true);
  });

  test("do not limit what shards limit", () => {
    const limited = throttle();
    for (let call = 0; call < 10_000; call++) {
      expect(isRefused(limited, { service: "kinesis", operation: "PutRecord" })).toBe(false);
    }
  });

  test("refuse the sixth stream of a second, and the next again later, on the emulator's clock", async () => {
    await using aws = await twoAccounts({ likeAws: {} });
    const create = (name: string) => aws.a.kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
    for (const name of ["a", "b", "c", "d", "e"]) await create(name);
    expect((await errorOf(create("f"))).code).toBe("LimitExceededException");
    await aws.emulator.clock.advance(200);
    await create("f");
    expect((await errorOf(create("g"))).code).toBe("LimitExceededException");
  });

  test("are not there unless asked for", async () => {
    await using aws = await twoAccounts();
    for (let call = 0; call < 50; call++) await aws.a.kms.send(new CreateKeyCommand());
    await aws.a.iam.send(new CreateRoleCommand({ RoleName: "any", AssumeRolePolicyDocument: trust }));
  });
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
