/** The yardstick of Kinesis: a cleartext HTTP/2 server that reads the body and answers, and does nothing else. */
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { answerQuestions } from "./questions.ts";

const body = "{}";
const server = createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => {
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
