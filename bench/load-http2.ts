import { type ClientHttp2Session, connect } from "node:http2";
import type { Load } from "./measure.ts";

export interface Http2Message {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Sends prepared messages over one HTTP/2 connection, `streams` of them at a time. Rejects on any status but 200. */
export function http2Load(messages: readonly Http2Message[], streams: number): Load {
  return async (port, count) => {
    const session = connect(`http://127.0.0.1:${port}`);
    try {
      let next = 0;
      const drive = async () => {
        for (let at = next++; at < count; at = next++) {
          const message = messages[at % messages.length];
          if (message !== undefined) await exchange(session, message);
        }
      };
      await Promise.all(Array.from({ length: streams }, drive));
    } finally {
      session.close();
    }
  };
}

function exchange(session: ClientHttp2Session, { headers, body }: Http2Message): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers);
    let status: number | undefined;
    let answer = "";
    stream.on("response", (response) => {
      status = response[":status"];
    });
    stream.on("data", (chunk: Buffer) => {
      if (status !== 200) answer += chunk.toString();
    });
    stream.on("error", reject);
    stream.on("end", () => {
      if (status === 200) resolve();
      else reject(new Error(`the server refused a request of the bench: ${status} ${answer}`));
    });
    stream.end(body);
  });
}
