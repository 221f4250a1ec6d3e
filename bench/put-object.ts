import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { accountA, region } from "./accounts.ts";
import { startServer } from "./child.ts";
import { http1Load, http1Message } from "./load-http1.ts";
import { compareThroughput, type Measurement, type Rounds } from "./measure.ts";
import { signerOf } from "./sign.ts";

const bucket = "bench-objects";
const connections = 16;
const keys = 2_000;

/** PutObject of 1 KiB, against a bare `node:http` server that only reads the body. */
export async function putObject(rounds: Rounds): Promise<Measurement> {
  await using embedded = await startServer("embedded");
  await using bare = await startServer("bare-http1");
  await using floor = await startServer("floor-http1");
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${embedded.port}`,
    region,
    credentials: accountA,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  s3.destroy();
  const sign = signerOf(accountA, "s3", embedded.port);
  const body = Buffer.alloc(1024, "x");
  const messages: Buffer[] = [];
  for (let at = 0; at < keys; at++) {
    const path = `/${bucket}/2026/11/24/object-${at}`;
    const headers = await sign({ method: "PUT", path, headers: { "content-type": "application/octet-stream" }, body });
    messages.push(http1Message("PUT", path, headers, body));
  }
  const load = http1Load(messages, connections);
  const result = await compareThroughput({ embedded, bare, floor }, load, rounds);
  return {
    name: "PutObject 1 KiB",
    value: result.embedded,
    unit: "requests/s",
    yardstick: { name: "bare node:http", value: result.bare },
    ratio: result.ratio,
    floorRatio: result.floorRatio,
    cpuRatio: result.cpuRatio,
    target: "ratio ≥ 0.5",
    reached: result.ratio.median >= 0.5,
  };
}
