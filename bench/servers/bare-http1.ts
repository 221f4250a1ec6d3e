/** The yardstick of PutObject: a server that reads the body and answers, and does nothing else. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerQuestions } from "./questions.ts";

const server = createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => response.writeHead(200, { "content-length": 0 }).end());
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
