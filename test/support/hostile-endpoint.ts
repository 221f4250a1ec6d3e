import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface HostileEndpoint extends AsyncDisposable {
  readonly url: string;
  /** Of all requests so far. */
  readonly signatures: readonly string[];
}

/** Refuses every request with an error whose message has all its headers, its path and its body: as XML or as JSON. */
export async function hostileEndpoint(): Promise<HostileEndpoint> {
  const signatures: string[] = [];
  const server = createServer(async (request, response) => {
    const echo = `${await bodyOf(request)} ${request.url} ${JSON.stringify(request.headers)}`;
    const [, signature] = /Signature=([0-9a-f]{64})/.exec(request.headers.authorization ?? "") ?? [];
    if (signature !== undefined) signatures.push(signature);
    const isJson = /json/.test(request.headers["content-type"] ?? "");
    response.writeHead(403, { "content-type": isJson ? "application/x-amz-json-1.1" : "text/xml" });
    if (isJson) response.end(JSON.stringify({ __type: "AccessDenied", message: echo }));
    else {
      const escaped = echo.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      const error = `<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${escaped}</Message></Error>`;
      response.end(/^\/(\?|$)/.test(request.url ?? "") ? `<ErrorResponse>${error}</ErrorResponse>` : error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signatures,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
