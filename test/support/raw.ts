import { connect, type Socket } from "node:net";
import type { Emulator } from "../../emulator/index.ts";
import type { HandMade } from "./signed.ts";

/** A connection on which a test writes bytes as it likes. */
export interface RawConnection extends AsyncDisposable {
  readonly socket: Socket;
  write(bytes: string | Buffer): void;
  /** What has come in so far, once `until` holds of it; rejects where the connection ends before. */
  read(until: (received: string) => boolean): Promise<string>;
  /** Everything, once the other side has ended the connection. */
  end(): Promise<string>;
}

export function openRaw(emulator: Emulator): Promise<RawConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: emulator.port, noDelay: true });
    let received = "";
    let isOver = false;
    const closed = new Promise<void>((over) => socket.once("close", () => over()));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("close", () => {
      isOver = true;
    });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.on("error", () => {});
      resolve({
        socket,
        write: (bytes) => void socket.write(bytes),
        read: (until) =>
          new Promise((found, failed) => {
            const look = () => {
              if (until(received)) found(received);
              else if (isOver) failed(new Error(`the connection ended after ${JSON.stringify(received)}`));
              else return;
              socket.off("data", look);
              socket.off("close", look);
            };
            socket.on("data", look);
            socket.on("close", look);
            look();
          }),
        end: async () => {
          await closed;
          return received;
        },
        async [Symbol.asyncDispose]() {
          socket.destroy();
          await closed;
        },
      });
    });
  });
}

/** A request as HTTP/1.1 writes it. */
export function asText({ method, target, headers, body }: HandMade): string {
  const lines = Object.entries({
    ...headers,
    ...(body !== undefined && body.length > 0 && { "content-length": String(Buffer.byteLength(body)) }),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`;
}

export const statusesIn = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
