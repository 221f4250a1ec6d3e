import type { ContainerRuntimeClient } from "testcontainers";
import { isAlive, ownerLabel } from "./owner.ts";

/**
 * Removes the containers of runs that were killed: ours by label, with an owner that no longer runs. Testcontainers'
 * reaper does the same while it is there; this works without it. Returns the ids of what was removed.
 */
export function sweepContainers(engine: ContainerRuntimeClient): Promise<readonly string[]> {
  return removeWhere(engine, async (owner) => !(await isAlive(owner)));
}

/** Removes what one process has started, also what has not come up yet. */
export function removeContainersOf(engine: ContainerRuntimeClient, owner: string): Promise<readonly string[]> {
  return removeWhere(engine, async (each) => each === owner);
}

async function removeWhere(
  engine: ContainerRuntimeClient,
  isWanted: (owner: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const { dockerode } = engine.container;
  const ours = await dockerode.listContainers({ all: true, filters: { label: [ownerLabel] } });
  const removed: string[] = [];
  for (const { Id, Labels } of ours) {
    if (!(await isWanted(Labels[ownerLabel] ?? ""))) continue;
    await dockerode
      .getContainer(Id)
      .remove({ force: true, v: true })
      // Another run may be sweeping at the same time.
      .catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
      });
    removed.push(Id);
  }
  return removed;
}
