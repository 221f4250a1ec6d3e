import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { type AddressInfo, createServer as createSocketServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";

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

/** In PEM. */
export interface TlsSettings {
  /** The server's certificate, followed by those that lead to one that clients trust. */
  readonly cert: string;
  readonly key: string;
  /** The certificate that clients have to trust, where it is nobody's that they know. */
  readonly authority?: string;
}

export interface ListenSettings {
  readonly host: string;
  readonly port: number;
  /** Undefined: the server speaks no TLS. */
  readonly tls?: TlsSettings;
  /** Told of what a handler throws; the client gets a 500. */
  readonly onFault: (error: unknown, request: string) => void;
}

/**
 * One port for HTTP/1.1, cleartext HTTP/2 and, with a certificate, TLS: the SDK's Kinesis client speaks HTTP/2 without
 * negotiating, on `http://` also. The first bytes of a connection tell which; the socket then belongs to Node's own server
 * for it. Within TLS the client says by ALPN what it speaks.
 */
export function listen(handle: Handle, { host, port, tls, onFault }: ListenSettings): Promise<ListeningServer> {
  const safely = withoutFaults(tls === undefined ? handle : noting(handle), onFault);
  const http1 = http1Server(safely);
  const http2 = http2Server(safely);
  const secure =
    tls && tlsServer(tls, (socket) => (socket.alpnProtocol === "h2" ? http2 : http1).emit("connection", socket));
  const sockets = new Set<Socket>();

  const server = createSocketServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    readFirstBytes(socket, (first) => {
      if (secure !== undefined && first[0] === tlsHandshake) {
        secure.emit("connection", socket);
        return;
      }
      const isHttp2 = first.toString("latin1").startsWith(http2Preface.slice(0, first.length));
      // A session whose client says no more is over; a request of HTTP/1.1 may still be answered.
      if (isHttp2) socket.allowHalfOpen = false;
      (isHttp2 ? http2 : http1).emit("connection", socket);
    });
  });

  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
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

/** First byte of a TLS connection (RFC 8446, section 5.1). */
const tlsHandshake = 0x16;

function tlsServer(settings: TlsSettings, onConnection: (socket: TLSSocket) => void) {
  const server = createTlsServer({ ...settings, ALPNProtocols: ["h2", "http/1.1"] }, (socket) => {
    socket.on("error", () => socket.destroy());
    onConnection(socket);
  });
  // Of a client that does not trust the certificate, for one; it knows why.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}

const inClear = new WeakSet<HttpRequest>();

/** Notes which requests came without TLS to a server that speaks it. */
function noting(handle: Handle): Handle {
  return (request, response) => {
    if (!("encrypted" in request.socket && request.socket.encrypted)) inClear.add(request);
    handle(request, response);
  };
}

/** Whether a request came without TLS though it could have come with it. */
export function cameInClear(request: HttpRequest): boolean {
  return inClear.has(request);
}

/** "PRI" is no HTTP/1.1 method, so three bytes decide even where the preface comes in pieces. */
const decidingBytes = 3;

/** Shows a connection's first bytes to `decide`, which attaches a reader of its own; the bytes are read again by it. */
function readFirstBytes(socket: Socket, decide: (first: Buffer) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    if (seen.length < decidingBytes && "PRI".startsWith(seen.toString("latin1"))) return;
    socket.off("data", look);
    socket.off("end", giveUp);
    socket.pause();
    decide(seen.length > http2Preface.length ? seen.subarray(0, http2Preface.length) : seen);
    socket.unshift(seen);
    socket.resume();
  };
  const giveUp = () => {
    if (seen.length === 0) socket.end();
    else refuseMalformed(new Error("the connection ended before it said what it speaks"), socket);
  };
  socket.on("data", look);
  socket.on("end", giveUp);
}

type Handle = (request: HttpRequest, response: HttpResponse) => void;

/** What one request throws ends that request, and nobody else's. */
function withoutFaults(handle: Handle, onFault: ListenSettings["onFault"]): Handle {
  return (request, response) => {
    try {
      handle(request, response);
    } catch (error) {
      onFault(error, `${request.method} ${request.url}`);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.statusCode = 500;
      response.setHeader("content-type", "application/xml");
      // HTTP/1.1's and HTTP/2's responses take the same call, but not as a union.
      (response as ServerResponse).end(
        errorDocument("InternalError", "We encountered an internal error. Please try again."),
      );
    }
  };
}

function http1Server(handle: Handle) {
  /** Requests of a connection that are being answered: an error behind them must not look like their answer. */
  const unanswered = new Map<Socket, number>();
  const settings = {
    maxHeaderSize: maxHeaderSizeBytes,
    keepAliveTimeout: 0,
    requestTimeout: 0,
    requireHostHeader: false,
  };
  const counted: Handle = (request, response) => {
    const { socket } = request;
    unanswered.set(socket, (unanswered.get(socket) ?? 0) + 1);
    response.once("close", () => {
      const left = (unanswered.get(socket) ?? 1) - 1;
      if (left === 0) unanswered.delete(socket);
      else unanswered.set(socket, left);
    });
    handle(request, response);
  };
  const http1 = createHttp1Server(settings, counted);
  // `100 Continue` is sent when the body is wanted: not before the headers have been found in order.
  http1.on("checkContinue", counted);
  // S3 passes over expectations that it does not know. Source: ceph/s3-tests, test_object_create_bad_expect_mismatch.
  http1.on("checkExpectation", counted);
  http1.on("connect", (_request: IncomingMessage, socket) => {
    const message = "The specified method is not allowed against this resource.";
    endWith(socket as Socket, "405 Method Not Allowed", errorDocument("MethodNotAllowed", message));
  });
  http1.on("clientError", (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    if (!socket.writable || error.code === "ECONNRESET" || unanswered.has(socket)) socket.destroy();
    else refuseMalformed(error, socket);
  });
  return http1;
}

function http2Server(handle: Handle) {
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: 1000 }, maxSessionMemory: 64 }, handle);
  http2.on("checkContinue", handle);
  http2.on("connect", handle);
  // The session ends itself; its streams see the end.
  http2.on("sessionError", () => {});
  return http2;
}

/** What Node's parser cannot read is answered as S3's front end does, in XML and with a close. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "HPE_HEADER_OVERFLOW") {
    const message = "Your request header section exceeds the maximum allowed size.";
    const document = errorDocument("RequestHeaderSectionTooLarge", message);
    endWith(socket, "431 Request Header Fields Too Large", document);
  } else {
    const document = errorDocument("BadRequest", "An error occurred when parsing the HTTP request.");
    endWith(socket, "400 Bad Request", document);
  }
}

function errorDocument(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

function endWith(socket: Socket, statusLine: string, body: string): void {
  socket.end(
    `HTTP/1.1 ${statusLine}\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
