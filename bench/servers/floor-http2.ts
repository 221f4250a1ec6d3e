/**
 * What no strict server can leave out of PutRecords: the hash that the signature covers, reading the document, decoding
 * each record, hashing its partition key, and an answer for each. It decides nothing and stores nothing.
 */
import { hash } from "node:crypto";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { answerQuestions } from "./questions.ts";

interface PutRecord {
  readonly Data: string;
  readonly PartitionKey: string;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const bytes = Buffer.concat(chunks);
    hash("sha256", bytes, "hex");
    const input = JSON.parse(bytes.toString("utf8")) as PutRecord & { readonly Records?: readonly PutRecord[] };
    const answers = (input.Records ?? [input]).map(({ Data, PartitionKey }) => ({
      ShardId: "shardId-000000000000",
      SequenceNumber: hash("md5", PartitionKey, "hex") + Buffer.from(Data, "base64").length,
    }));
    const body = JSON.stringify({ FailedRecordCount: 0, Records: answers });
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1", "content-length": body.length });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  answerQuestions({
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
    },
  });
});
