import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Emulator, ScaledClock, startEmulator } from "../../emulator/index.ts";

/**
 * As much of Docker's API as a container of LocalStack asks for. The container is an embedded AWS: its log says that it is
 * ready, and its port answers. Source: Docker Engine API 1.43.
 */
export interface StandInDocker extends AsyncDisposable {
  /** For `DOCKER_HOST`. */
  readonly host: string;
  /** Ids of the containers that there are. */
  containers(): readonly string[];
  /** What was asked, in order: `POST /containers/create`. */
  readonly asked: readonly string[];
}

interface Container {
  readonly Id: string;
  readonly Labels: Record<string, string>;
  isRunning: boolean;
}

export async function standInDocker(): Promise<StandInDocker> {
  const accounts = ["111111111111", "222222222222"].map((id) => ({ id, accessKeyId: id, secretAccessKey: "test" }));
  // Fast enough that nobody waits for a delivery stream, and not so fast that a signature is too old when it arrives.
  const clock = new ScaledClock(20, () => {});
  const emulator = await startEmulator({
    clock,
    accounts,
    beside: (request, response) => {
      if (request.url !== "/_localstack/health") return false;
      (response as ServerResponse).end("{}");
      return true;
    },
  });
  const containers = new Map<string, Container>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, containers, asked, emulator);
  });
  // A stream of log lines stays open until its container goes, so that the server is ended with its connections.
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    host: `tcp://127.0.0.1:${port}`,
    containers: () => [...containers.keys()],
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await emulator.close();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  containers: Map<string, Container>,
  asked: string[],
  emulator: Emulator,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(`http://docker${request.url}`);
  const path = pathname.replace(/^\/v[\d.]+/, "");
  asked.push(`${request.method} ${path}`);
  const json = (value: unknown, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  const [, kind, id = "", what = ""] = path.split("/");
  const container = containers.get(id);
  if (path === "/_ping") response.writeHead(200, { "api-version": "1.43" }).end("OK");
  else if (path === "/info")
    json({ OperatingSystem: "Linux", OSType: "linux", Architecture: "x86_64", ServerVersion: "24" });
  else if (path === "/version") json({ ApiVersion: "1.43", Version: "24" });
  else if (kind === "images")
    json(
      path.endsWith("/json") && id !== "json"
        ? { Id: "sha256:1", Config: {} }
        : [{ Id: "sha256:1", RepoTags: ["localstack/localstack:4.14.0"] }],
    );
  else if (path === "/networks") json([{ Id: "bridge", Name: "bridge", Driver: "bridge" }]);
  else if (kind === "networks") json({ Id: "bridge", Name: "bridge", IPAM: { Config: [{ Gateway: "172.17.0.1" }] } });
  else if (path === "/containers/json") {
    const { label = [] } = JSON.parse(searchParams.get("filters") || "{}") as { label?: string[] };
    json([...containers.values()].filter(({ Labels }) => label.every((each) => (each.split("=")[0] ?? "") in Labels)));
  } else if (path === "/containers/create") {
    const { Labels = {} } = JSON.parse(body) as { Labels?: Record<string, string> };
    const Id = `${"c0ffee".repeat(10)}${String(containers.size).padStart(4, "0")}`;
    containers.set(Id, { Id, Labels, isRunning: false });
    json({ Id, Warnings: [] }, 201);
  } else if (container === undefined) json({ message: `No such container: ${id}` }, 404);
  else if (what === "start") {
    container.isRunning = true;
    response.writeHead(204).end();
  } else if (what === "logs") {
    response.writeHead(200, { "content-type": "application/vnd.docker.raw-stream" });
    response.write(frame("Ready.\n"));
    if (searchParams.get("follow") !== "true" && searchParams.get("follow") !== "1") response.end();
  } else if (what === "json") json(inspected(container, emulator.port));
  else if (what === "stop" || what === "kill") {
    container.isRunning = false;
    response.writeHead(204).end();
  } else if (request.method === "DELETE") {
    containers.delete(id);
    response.writeHead(204).end();
  } else json({ message: `not in the stand-in: ${request.method} ${path}` }, 501);
}

/** A piece of standard output as Docker frames it. */
function frame(text: string): Buffer {
  const head = Buffer.alloc(8);
  head[0] = 1;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

function inspected({ Id, Labels, isRunning }: Container, port: number) {
  const Ports = { "4566/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] };
  return {
    Id,
    Name: "/localstack",
    Created: new Date(0).toISOString(),
    State: {
      Status: isRunning ? "running" : "created",
      Running: isRunning,
      StartedAt: new Date(0).toISOString(),
      FinishedAt: "",
    },
    Config: { Labels, Hostname: "localstack", Env: [], Image: "localstack/localstack:4.14.0", Tty: false },
    HostConfig: { PortBindings: Ports, NetworkMode: "bridge" },
    NetworkSettings: { Ports, Networks: { bridge: { NetworkID: "bridge", IPAddress: "172.17.0.2" } } },
  };
}
