/**
 * What no strict server can leave out of PutObject: the hash that the signature covers, the signature itself and the
 * entity tag. It decides nothing and stores nothing; the rest of the way from here to the embedded AWS is ours to shorten.
 */
import { createHmac, createSecretKey, hash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerQuestions } from "./questions.ts";

const key = createSecretKey(Buffer.alloc(32, 1));
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    let canonicalRequest = `${request.method}\n${request.url}\n${hash("sha256", body, "hex")}`;
    for (const name in request.headers) canonicalRequest += `${name}:${request.headers[name]}\n`;
    const signature = createHmac("sha256", key)
      .update(hash("sha256", canonicalRequest, "hex"))
      .digest("hex");
    const headers = { etag: hash("md5", body, "hex"), "x-amz-id-2": signature, "content-length": 0 };
    response.writeHead(200, headers).end();
  });
});
server.listen(0, "127.0.0.1", () => {
  answerQuestions({
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
});
