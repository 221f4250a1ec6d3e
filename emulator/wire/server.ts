import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { type AddressInfo, createServer as createSocketServer, type Socket } from "node:net";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

export interface ListeningServer {
  readonly port: number;
  /** Stops listening and ends every connection, also the idle ones that a client keeps. */
  close(): Promise<void>;
}

/** First bytes of every HTTP/2 connection (RFC 9113, section 3.4). */
const http2Preface = "PRI * HTTP/2.0";

/** HTTP/1.1 allows larger headers than a presigned URL with session token needs; AWS answers up to 8 KiB and more. */
const maxHeaderSizeBytes = 64 * 1024;

/**
 * One port for HTTP/1.1 and cleartext HTTP/2: the SDK's Kinesis client speaks HTTP/2 without negotiating, on `http://`
 * also. The first bytes of a connection tell which; the socket then belongs to Node's own server for it.
 */
export function listen(
  handle: (request: HttpRequest, response: HttpResponse) => void,
  address: { readonly host: string; readonly port: number },
): Promise<ListeningServer> {
  const http1 = createHttp1Server(
    { maxHeaderSize: maxHeaderSizeBytes, keepAliveTimeout: 0, requestTimeout: 0 },
    handle,
  );
  // Bodies arrive before the answer: "100 Continue" is sent by the default `checkContinue` of Node.
  http1.on("clientError", (error: NodeJS.ErrnoException, socket) => refuseMalformed(error, socket as Socket));
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: 1000 }, maxSessionMemory: 64 }, handle);
  http2.on("sessionError", () => {});
  const sockets = new Set<Socket>();

  const server = createSocketServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      const protocol = startsLikeHttp2(first) ? http2 : http1;
      protocol.emit("connection", socket);
      // After the server has attached its own readers: the bytes are read again by it.
      socket.unshift(first);
      socket.resume();
    });
  });

  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}

/** "PRI" is no HTTP/1.1 method, so three bytes decide even where the preface comes in pieces. */
function startsLikeHttp2(first: Buffer): boolean {
  const length = Math.min(first.length, http2Preface.length);
  return length >= 3 && first.subarray(0, length).toString("latin1") === http2Preface.slice(0, length);
}

/** What Node's parser cannot read is answered as S3's front end does, in XML and with a close. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const status = tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const code = tooLarge ? "RequestHeaderSectionTooLarge" : "BadRequest";
  const message = tooLarge
    ? "Your request header section exceeds the maximum allowed size."
    : "An error occurred when parsing the HTTP request.";
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
