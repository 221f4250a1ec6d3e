import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { HttpRequest } from "@smithy/types";
import { region } from "./accounts.ts";

interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface RequestToSign {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Node's own hash behind the interface that the signer wants. */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string);
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

/** Signs requests beforehand, so that the client's share does not hide the server's. Answers all headers to send. */
export function signerOf(keys: Signer, service: string, port: number) {
  const signer = new SignatureV4({
    service,
    region,
    credentials: keys,
    sha256: NodeSha256 as never,
    uriEscapePath: service !== "s3",
    applyChecksum: service === "s3",
  });
  return async ({ method, path, headers, body }: RequestToSign): Promise<Record<string, string>> => {
    const request: HttpRequest = {
      method,
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      path,
      query: {},
      headers: { host: `127.0.0.1:${port}`, ...headers },
      body,
    };
    return (await signer.sign(request)).headers;
  };
}
