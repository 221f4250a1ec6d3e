import { connect, type Socket } from "node:net";
import type { Load } from "./measure.ts";

const end = Buffer.from("\r\n\r\n");

/**
 * Sends prepared HTTP/1.1 messages over kept connections, one at a time on each: sockets and as little parsing as will
 * do, so that the client is not what is measured. Rejects on any status but 200.
 */
export function http1Load(messages: readonly Buffer[], connections: number): Load {
  return async (port, count) => {
    let next = 0;
    const message = () => (next < count ? messages[next++ % messages.length] : undefined);
    await Promise.all(Array.from({ length: connections }, () => drive(port, message)));
  };
}

function drive(port: number, nextMessage: () => Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    const sendNext = () => {
      const message = nextMessage();
      if (message === undefined) {
        socket.end();
        resolve();
      } else socket.write(message);
    };
    socket.on("connect", sendNext);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const headEnd = received.indexOf(end);
      if (headEnd < 0) return;
      const head = received.toString("latin1", 0, headEnd);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      if (!head.startsWith("HTTP/1.1 200")) {
        reject(new Error(`the server refused a request of the bench: ${received.toString()}`));
        socket.destroy();
        return;
      }
      received = Buffer.alloc(0);
      sendNext();
    });
  });
}

export function http1Message(method: string, path: string, headers: Record<string, string>, body: Buffer): Buffer {
  const lines = Object.entries({ ...headers, "content-length": String(body.length) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`), body]);
}
