import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { accountA, region } from "./accounts.ts";
import { type BenchServer, startServer } from "./child.ts";
import { type Http2Message, http2Load } from "./load-http2.ts";
import { compareThroughput, type Measurement, type Rounds } from "./measure.ts";
import { signerOf } from "./sign.ts";

const stream = "bench-records";
/** So many that the limits of a shard are no part of what is measured. */
const shards = 100;
const kibibyte = Buffer.alloc(1024, "x").toString("base64");

/** PutRecord of 1 KiB, against a bare `node:http2` server that only reads the body. */
export function putRecord(rounds: Rounds): Promise<Measurement> {
  const messages = Array.from({ length: 1_000 }, (_, at) => ({
    operation: "PutRecord",
    input: { StreamName: stream, PartitionKey: `key-${at}`, Data: kibibyte },
  }));
  return measure("PutRecord 1 KiB", messages, 64, rounds);
}

/** PutRecords of 500 records of 1 KiB. */
export function putRecords(rounds: Rounds): Promise<Measurement> {
  const messages = Array.from({ length: 20 }, (_, at) => ({
    operation: "PutRecords",
    input: {
      StreamName: stream,
      Records: Array.from({ length: 500 }, (_, record) => ({ PartitionKey: `key-${at}-${record}`, Data: kibibyte })),
    },
  }));
  return measure("PutRecords 500 × 1 KiB", messages, 8, rounds);
}

interface Prepared {
  readonly operation: string;
  readonly input: object;
}

async function measure(
  name: string,
  calls: readonly Prepared[],
  streams: number,
  rounds: Rounds,
): Promise<Measurement> {
  await using embedded = await startServer("embedded");
  await using bare = await startServer("bare-http2");
  await using floor = await startServer("floor-http2");
  await createStream(embedded, stream, shards);
  const sign = signerOf(accountA, "kinesis", embedded.port);
  const messages: Http2Message[] = [];
  for (const { operation, input } of calls) messages.push(await http2Message(sign, operation, input));
  const load = http2Load(messages, streams);
  const result = await compareThroughput({ embedded, bare, floor }, load, rounds);
  return {
    name,
    value: result.embedded,
    unit: "requests/s",
    yardstick: { name: "bare node:http2", value: result.bare },
    ratio: result.ratio,
    floorRatio: result.floorRatio,
    cpuRatio: result.cpuRatio,
    target: "ratio ≥ 0.5",
    reached: result.ratio.median >= 0.5,
  };
}

/** A JSON call of Kinesis, signed, as HTTP/2 sends it: the authority stands in for `host`. */
export async function http2Message(
  sign: ReturnType<typeof signerOf>,
  operation: string,
  input: object,
): Promise<Http2Message> {
  const body = Buffer.from(JSON.stringify(input));
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `Kinesis_20131202.${operation}`,
    "content-length": String(body.length),
  };
  const { host = "", ...signed } = await sign({ method: "POST", path: "/", headers, body });
  return { headers: { ":method": "POST", ":path": "/", ":authority": host, ...signed }, body };
}

export async function createStream(server: BenchServer, name: string, shardCount: number): Promise<void> {
  const kinesis = new KinesisClient({ endpoint: `http://127.0.0.1:${server.port}`, region, credentials: accountA });
  try {
    await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: shardCount }));
    await server.advance(60_000);
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    if (StreamDescriptionSummary?.StreamStatus !== "ACTIVE") throw new Error("the data stream did not become active");
  } finally {
    kinesis.destroy();
  }
}
