import { type ContainerRuntimeClient, getContainerRuntimeClient } from "testcontainers";

/** A Docker engine that answers, or why none does. */
export type EngineSearch =
  | { readonly kind: "found"; readonly engine: ContainerRuntimeClient }
  | { readonly kind: "missing"; readonly reason: string };

/** Looks where Testcontainers looks: `DOCKER_HOST`, the local socket, Docker Desktop, rootless Docker. */
export async function findDockerEngine(): Promise<EngineSearch> {
  try {
    return { kind: "found", engine: await getContainerRuntimeClient() };
  } catch (error) {
    return { kind: "missing", reason: (error as Error).message };
  }
}
