import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { region } from "../accounts.ts";
import { signerOf } from "../sign.ts";
import { accountA, keysOf } from "./party.ts";

/** Requests at a time, over HTTP/1.1, which all of them speak. */
const connections = 4;
const recordsPerCall = 100;
const kibibyte = 1024;
/** As many as LocalStack and kinesis-mock give: a shard takes 1,000 records a second, where that is kept to. */
const shards = 100;

interface Message {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Objects of 1 KiB per second, for so many seconds. */
export async function putObjectsPerSecond(url: string, seconds: number): Promise<number> {
  const Bucket = "bench-objects";
  const s3 = new S3Client({ endpoint: url, region, credentials: keysOf(accountA), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  s3.destroy();
  const sign = signerOf(keysOf(accountA), "s3", Number(new URL(url).port));
  const body = Buffer.alloc(kibibyte, "x");
  const messages = await Promise.all(
    Array.from({ length: 500 }, async (_, at): Promise<Message> => {
      const path = `/${Bucket}/2026/11/24/object-${at}`;
      const headers = await sign({
        method: "PUT",
        path,
        headers: { "content-type": "application/octet-stream" },
        body,
      });
      return { method: "PUT", path, headers, body };
    }),
  );
  return perSecond(url, messages, seconds, () => 1);
}

/** Records of 1 KiB that were taken per second, in calls of 100. */
export async function putRecordsPerSecond(url: string, seconds: number): Promise<number> {
  const StreamName = "bench-records";
  await createStream(url, StreamName);
  const sign = signerOf(keysOf(accountA), "kinesis", Number(new URL(url).port));
  const Data = Buffer.alloc(kibibyte, "x").toString("base64");
  const messages = await Promise.all(
    Array.from({ length: 20 }, async (_, at): Promise<Message> => {
      const Records = Array.from({ length: recordsPerCall }, (_each, record) => ({
        PartitionKey: `key-${at}-${record}`,
        Data,
      }));
      const body = Buffer.from(JSON.stringify({ StreamName, Records }));
      const type = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Kinesis_20131202.PutRecords" };
      return {
        method: "POST",
        path: "/",
        headers: await sign({ method: "POST", path: "/", headers: type, body }),
        body,
      };
    }),
  );
  // What a shard's limit turns away was not taken.
  return perSecond(url, messages, seconds, (answer) => {
    const { FailedRecordCount = 0 } = JSON.parse(answer) as { FailedRecordCount?: number };
    return recordsPerCall - FailedRecordCount;
  });
}

async function createStream(url: string, StreamName: string): Promise<void> {
  const s3 = new S3Client({ endpoint: url, region, credentials: keysOf(accountA) });
  const { requestHandler } = s3.config;
  const kinesis = new KinesisClient({ endpoint: url, region, credentials: keysOf(accountA), requestHandler });
  try {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
    for (;;) {
      const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      if (StreamDescriptionSummary?.StreamStatus === "ACTIVE") return;
      await sleep(100);
    }
  } finally {
    s3.destroy();
  }
}

/** Sends the messages in turn until time is over; a first half second warms up. */
async function perSecond(
  url: string,
  messages: readonly Message[],
  seconds: number,
  countOf: (answer: string) => number,
): Promise<number> {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = async (deadline: number) => {
    let count = 0;
    for (let at = 0; performance.now() < deadline; at++) {
      const message = messages[at % messages.length];
      if (message !== undefined) count += countOf(await answerTo(agent, hostname, port, message));
    }
    return count;
  };
  const sendSideBySide = async (ms: number) => {
    const start = performance.now();
    const counts = await Promise.all(Array.from({ length: connections }, () => send(start + ms)));
    return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - start) / 1000);
  };
  try {
    await sendSideBySide(500);
    return await sendSideBySide(seconds * 1000);
  } finally {
    agent.destroy();
  }
}

function answerTo(agent: Agent, host: string, port: string, { method, path, headers, body }: Message): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host, port, method, path, headers: { ...headers, "content-length": body.length } });
    sent.on("error", reject);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    sent.end(body);
  });
}
