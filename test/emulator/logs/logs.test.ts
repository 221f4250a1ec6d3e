import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser } from "../../support/identities.ts";

const logGroupName = "/aws/kinesisfirehose/orders";
const logStreamName = "DestinationDelivery";
const dayMs = 24 * 3_600_000;

async function makeStream({ a }: TwoAccounts, name = logStreamName): Promise<void> {
  const { logGroups } = await a.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
  if (logGroups?.length === 0) await a.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await a.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: name }));
}

const put = ({ a, emulator }: TwoAccounts, message: string, ageMs = 0, name = logStreamName) =>
  a.logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: name,
      logEvents: [{ timestamp: emulator.clock.now() - ageMs, message }],
    }),
  );

const messages = (events: readonly { message?: string | undefined }[] | undefined) =>
  events?.map(({ message }) => message);

test("gives events back as they were put, in the order of their time", async () => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  await put(aws, "second", 1000);
  await put(aws, "first", 2000);
  await put(aws, "third");
  const { events } = await aws.a.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName }));
  expect(messages(events)).toEqual(["first", "second", "third"]);
  const now = aws.emulator.clock.now();
  expect(events?.[0]).toEqual({ timestamp: now - 2000, message: "first", ingestionTime: now });
});

test("leads through a stream page by page, in both directions", async () => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  for (const message of ["1", "2", "3", "4", "5"]) await put(aws, message);
  const get = (input: object) =>
    aws.a.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 2, ...input }));
  const latest = await get({});
  const head = await get({ startFromHead: true });
  expect([messages(latest.events), messages(head.events)]).toEqual([
    ["4", "5"],
    ["1", "2"],
  ]);
  const forward = await get({ nextToken: head.nextForwardToken });
  const back = await get({ nextToken: latest.nextBackwardToken });
  expect([messages(forward.events), messages(back.events)]).toEqual([
    ["3", "4"],
    ["2", "3"],
  ]);
  const end = await get({ nextToken: latest.nextForwardToken });
  expect(end.events).toEqual([]);
  expect(end.nextForwardToken).toBe(latest.nextForwardToken);
  await put(aws, "6");
  expect(messages((await get({ nextToken: end.nextForwardToken })).events)).toEqual(["6"]);
});

test("finds events of all streams by a pattern, by time and by stream", async () => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  await makeStream(aws, "other");
  await put(aws, JSON.stringify({ errorCode: "S3.AccessDenied" }), 3000);
  await put(aws, JSON.stringify({ errorCode: "S3.NoSuchBucket" }), 2000, "other");
  await put(aws, JSON.stringify({ errorCode: "Kinesis.AccessDenied" }), 1000);
  const find = async (input: object) => {
    const { events } = await aws.a.logs.send(new FilterLogEventsCommand({ logGroupName, ...input }));
    return events?.map(({ message = "{}" }) => (JSON.parse(message) as { errorCode: string }).errorCode);
  };
  const now = aws.emulator.clock.now();
  expect(await find({})).toEqual(["S3.AccessDenied", "S3.NoSuchBucket", "Kinesis.AccessDenied"]);
  expect(await find({ filterPattern: '{ $.errorCode = "S3.*" }' })).toEqual(["S3.AccessDenied", "S3.NoSuchBucket"]);
  expect(await find({ logStreamNames: ["other"] })).toEqual(["S3.NoSuchBucket"]);
  expect(await find({ logStreamNamePrefix: "Dest" })).toEqual(["S3.AccessDenied", "Kinesis.AccessDenied"]);
  expect(await find({ startTime: now - 2000, endTime: now - 1000 })).toEqual(["S3.NoSuchBucket"]);
  const page = await aws.a.logs.send(new FilterLogEventsCommand({ logGroupName, limit: 2 }));
  expect(await find({ limit: 2, nextToken: page.nextToken })).toEqual(["Kinesis.AccessDenied"]);
});

test("events expire when their retention ends, and stay where there is none", async () => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  await put(aws, "old");
  await aws.a.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  const get = async () =>
    messages((await aws.a.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName }))).events);
  await aws.emulator.clock.advance(dayMs);
  await put(aws, "new");
  expect(await get()).toEqual(["old", "new"]);
  await aws.emulator.clock.advance(1);
  expect(await get()).toEqual(["new"]);
  await aws.a.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  await aws.emulator.clock.advance(100 * dayMs);
  expect(await get()).toEqual(["new"]);
});

test("leaves out events that are too old or too new, and says which", async () => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  const now = aws.emulator.clock.now();
  const putAt = (...ages: readonly number[]) =>
    aws.a.logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: ages.map((age) => ({ timestamp: now - age, message: String(age) })),
      }),
    );
  const hour = 3_600_000;
  expect((await putAt(14 * dayMs + 1, 14 * dayMs)).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  expect((await putAt(-2 * hour, -2 * hour - 1)).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  await aws.a.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 3 }));
  expect((await putAt(3 * dayMs + 1, 3 * dayMs)).rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
  expect((await putAt(0)).rejectedLogEventsInfo).toBeUndefined();
  const { events } = await aws.a.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName }));
  expect(messages(events)).toEqual([String(3 * dayMs), "0", String(-2 * hour)]);
});

test.each<[string, readonly { age: number; bytes?: number }[], string]>([
  [
    "out of order",
    [{ age: 1000 }, { age: 2000 }],
    "Log events in a single PutLogEvents request must be in chronological order.",
  ],
  [
    "further apart than a day",
    [{ age: dayMs + 1 }, { age: 0 }],
    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
  ],
  [
    "larger than 1 MiB together",
    [
      { age: 0, bytes: 600_000 },
      { age: 0, bytes: 600_000 },
    ],
    "Upload too large: 1200052 bytes exceeds limit of 1048576",
  ],
  [
    "larger than 1 MiB alone",
    [{ age: 0, bytes: 1_048_551 }],
    "Log event too large: 1048577 bytes exceeds limit of 1048576",
  ],
])("refuses events that are %s", async (_what, events, message) => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  const call = aws.a.logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: events.map(({ age, bytes = 1 }) => ({
        timestamp: aws.emulator.clock.now() - age,
        message: "x".repeat(bytes),
      })),
    }),
  );
  expect(await errorOf(call)).toEqual({ code: "InvalidParameterException", message, status: 400 });
});

test("says what is there already and what is not there", async () => {
  await using aws = await twoAccounts();
  const { logs } = aws.a;
  const failure = async (call: Promise<unknown>) => {
    const { code, message } = await errorOf(call);
    return `${code}: ${message}`;
  };
  const noGroup = "ResourceNotFoundException: The specified log group does not exist.";
  const noStream = "ResourceNotFoundException: The specified log stream does not exist.";
  expect(await failure(put(aws, "x"))).toBe(noGroup);
  expect(await failure(logs.send(new DeleteLogGroupCommand({ logGroupName })))).toBe(noGroup);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  expect(await failure(logs.send(new CreateLogGroupCommand({ logGroupName })))).toBe(
    "ResourceAlreadyExistsException: The specified log group already exists",
  );
  expect(await failure(put(aws, "x"))).toBe(noStream);
  expect(await failure(logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName })))).toBe(noStream);
  await makeStream(aws);
  expect(await failure(logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })))).toBe(
    "ResourceAlreadyExistsException: The specified log stream already exists",
  );
  await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
  await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
});

test("describes groups and streams", async () => {
  await using aws = await twoAccounts();
  const now = aws.emulator.clock.now();
  for (const name of ["a", "b"]) await makeStream(aws, name);
  await put(aws, "12345", 0, "a");
  const arn = `arn:aws:logs:us-east-1:${aws.accountA.id}:log-group:${logGroupName}`;
  const { logGroups } = await aws.a.logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "FIREHOSE" }));
  expect(logGroups).toEqual([
    {
      logGroupName,
      creationTime: now,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      storedBytes: 5,
      logGroupClass: "STANDARD",
      logGroupArn: arn,
    },
  ]);
  const { logStreams } = await aws.a.logs.send(
    new DescribeLogStreamsCommand({ logGroupIdentifier: arn, orderBy: "LastEventTime", descending: true }),
  );
  expect(logStreams?.map(({ logStreamName: name, lastEventTimestamp }) => [name, lastEventTimestamp])).toEqual([
    ["a", now],
    ["b", undefined],
  ]);
  expect(logStreams?.[0]?.arn).toBe(`${arn}:log-stream:a`);
  const first = await aws.a.logs.send(new DescribeLogStreamsCommand({ logGroupName, limit: 1 }));
  const second = await aws.a.logs.send(new DescribeLogStreamsCommand({ logGroupName, nextToken: first.nextToken }));
  expect([first.logStreams?.[0]?.logStreamName, second.logStreams?.[0]?.logStreamName]).toEqual(["a", "b"]);
  expect((await aws.b.logs.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
});

test("tags log groups by name and by ARN", async () => {
  await using aws = await twoAccounts();
  const { logs } = aws.a;
  const resourceArn = `arn:aws:logs:us-east-1:${aws.accountA.id}:log-group:${logGroupName}`;
  await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { a: "1" } }));
  await logs.send(new TagResourceCommand({ resourceArn, tags: { b: "2" } }));
  await logs.send(new TagLogGroupCommand({ logGroupName, tags: { c: "3" } }));
  expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ a: "1", b: "2", c: "3" });
  await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
  await logs.send(new UntagLogGroupCommand({ logGroupName, tags: ["b"] }));
  expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual({ c: "3" });
});

test("lets a writer write where its policy covers the stream, and nowhere else", async () => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  const group = `arn:aws:logs:us-east-1:${aws.accountA.id}:log-group:${logGroupName}`;
  const may = (name: string, Resource: string) =>
    makeUser(aws.a, name, { Action: ["logs:PutLogEvents", "logs:CreateLogStream"], Resource });
  const write = ({ keys }: Awaited<ReturnType<typeof may>>) =>
    aws.clientsOf(keys).logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: [{ timestamp: aws.emulator.clock.now(), message: "x" }],
      }),
    );
  await write(await may("whole", `${group}:*`));
  await write(await may("one", `${group}:log-stream:${logStreamName}`));
  const bare = await may("bare", group);
  expect(await errorOf(write(bare))).toEqual({
    code: "AccessDeniedException",
    message: `User: ${bare.arn} is not authorized to perform: logs:PutLogEvents on resource: ${group}:log-stream:${logStreamName} because no identity-based policy allows the logs:PutLogEvents action`,
    status: 400,
  });
  const create = aws
    .clientsOf(bare.keys)
    .logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "another" }));
  expect((await errorOf(create)).message).toBe(
    `User: ${bare.arn} is not authorized to perform: logs:CreateLogStream on resource: ${group}:log-stream: because no identity-based policy allows the logs:CreateLogStream action`,
  );
});

test.each<[string, object, string]>([
  [
    "a name outside its pattern",
    { logGroupName: "a b" },
    String.raw`1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`,
  ],
  [
    "a retention that is none of AWS's",
    { retentionInDays: 2 },
    "1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]",
  ],
])("refuses %s", async (_what, input, message) => {
  await using aws = await twoAccounts();
  await makeStream(aws);
  const call = aws.a.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1, ...input }));
  expect(await errorOf(call)).toEqual({ code: "InvalidParameterException", message, status: 400 });
});
