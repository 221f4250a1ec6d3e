import { writeSync } from "node:fs";
import type { ContainerRuntimeClient } from "testcontainers";
import { findDockerEngine } from "../../localstack/engine.ts";
import { defaultImage, ensureImage } from "../../localstack/image.ts";

/** Whether LocalStack can be started here. */
export type Docker =
  | { readonly kind: "ready"; readonly engine: ContainerRuntimeClient }
  | { readonly kind: "missing"; readonly reason: string };

let known: Promise<Docker> | undefined;

/** Asked once. */
export function docker(): Promise<Docker> {
  known ??= look();
  return known;
}

async function look(): Promise<Docker> {
  const search = await findDockerEngine();
  if (search.kind === "missing") return { kind: "missing", reason: `no Docker engine answers (${search.reason})` };
  try {
    await ensureImage(search.engine, process.env.LOCALSTACK_IMAGE || defaultImage, say);
    return { kind: "ready", engine: search.engine };
  } catch (error) {
    return { kind: "missing", reason: (error as Error).message };
  }
}

/** Past the test runner, which files what a test writes under its name. */
export function say(message: string): void {
  writeSync(1, `${message}\n`);
}
