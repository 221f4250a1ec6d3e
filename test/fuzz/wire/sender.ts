import { Agent, request } from "node:http";
import { connect } from "node:net";
import type { Emulator } from "../../../emulator/index.ts";
import type { Answer, HandMade } from "../../support/signed.ts";

/** How long an answer may take before it counts as missing. */
const patienceMs = 20_000;

/** Sends requests over connections that are kept. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #port: number;

  constructor(emulator: Emulator) {
    this.#port = emulator.port;
  }

  send({ method, target, headers, body = "" }: HandMade): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const bytes = Buffer.from(body);
      const outgoing = request({
        host: "127.0.0.1",
        port: this.#port,
        agent: this.#agent,
        method,
        path: target,
        headers: { ...headers, "content-length": bytes.length },
        timeout: patienceMs,
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer")));
      outgoing.on("error", reject);
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, body: Buffer.concat(chunks).toString("utf8") });
        });
      });
      outgoing.end(bytes);
    });
  }

  /** Sends bytes as they are and no more; answers all that comes back until the emulator ends the connection. */
  sendRaw(bytes: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: this.#port });
      let received = "";
      socket.setTimeout(patienceMs, () => socket.destroy(new Error("the connection stays open")));
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
      });
      socket.on("error", (error: NodeJS.ErrnoException) => {
        // The emulator may end a connection on which data are still coming.
        if (error.code === "ECONNRESET" || error.code === "EPIPE") resolve(received);
        else reject(error);
      });
      socket.on("close", () => resolve(received));
      socket.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
