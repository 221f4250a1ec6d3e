import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A network between a client and a server, which a test can make worse. */
export interface CuttingProxy extends AsyncDisposable {
  readonly url: string;
  /** Every `n`th piece that a client sends cuts its connection, by turns before it and in the place of its answer. */
  cutEvery: number;
  /** Nothing gets through, and connections end at once. */
  isDown: boolean;
  /** How many connections were cut. */
  readonly cuts: number;
}

export async function cuttingProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  let pieces = 0;
  let cuts = 0;
  const server = createServer({ noDelay: true }, (client) => {
    keep(client);
    if (proxy.isDown) return client.destroy();
    const upstream = keep(connect({ port, host: "127.0.0.1", noDelay: true }));
    const cut = () => {
      cuts++;
      client.destroy();
      upstream.destroy();
    };
    let isAnswerCut = false;
    client.on("data", (data) => {
      pieces++;
      const isCut = pieces % proxy.cutEvery === 0;
      if (proxy.isDown || (isCut && (pieces / proxy.cutEvery) % 2 === 1)) return cut();
      isAnswerCut ||= isCut;
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (isAnswerCut || proxy.isDown) cut();
      else client.write(data);
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutEvery: Number.POSITIVE_INFINITY,
    isDown: false,
    get cuts() {
      return cuts;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
