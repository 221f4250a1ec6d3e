import { embedded } from "./embedded.ts";
import { findInstalled } from "./installed.ts";
import { findLocalStack } from "./localstack.ts";
import type { Found } from "./party.ts";

/** Every stand-in that is looked for, the embedded AWS first. */
export async function findParties(): Promise<readonly Found[]> {
  return [{ kind: "found", party: embedded }, await findLocalStack(), ...(await findInstalled())];
}
