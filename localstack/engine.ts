import { type ContainerRuntimeClient, getContainerRuntimeClient } from "testcontainers";

/** A Docker engine that answers, or why none does. */
export type EngineSearch =
  | { readonly kind: "found"; readonly engine: ContainerRuntimeClient }
  | { readonly kind: "missing"; readonly reason: string };

/**
 * Looks where Testcontainers looks: `DOCKER_HOST`, the local socket, Docker Desktop, rootless Docker. Whoever sets
 * `DOCKER_HOST` means that engine and no other.
 */
export async function findDockerEngine(host = process.env.DOCKER_HOST): Promise<EngineSearch> {
  let engine: ContainerRuntimeClient;
  try {
    engine = await getContainerRuntimeClient();
  } catch (error) {
    return { kind: "missing", reason: (error as Error).message };
  }
  if (host && !isAt(engine.container.dockerode.modem, host)) {
    return { kind: "missing", reason: `DOCKER_HOST is ${host}` };
  }
  return { kind: "found", engine };
}

function isAt(modem: object, host: string): boolean {
  if (!URL.canParse(host)) return true;
  const { protocol, hostname, port, pathname } = new URL(host);
  // Where dockerode connects to; its types leave it open.
  const seen = modem as { readonly socketPath?: string; readonly host?: string; readonly port?: number | string };
  if (protocol === "unix:") return seen.socketPath === pathname;
  return protocol !== "tcp:" || (seen.host === hostname && String(seen.port) === port);
}
