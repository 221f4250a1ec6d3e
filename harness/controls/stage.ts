import type { Account } from "../account.ts";
import type { Context } from "../context.ts";
import { type DirectPut, openDirectPut } from "./direct-put.ts";
import type { Ground } from "./ground.ts";
import { makeOpenBucket } from "./open-bucket.ts";

/** What the controls of one measurement share: they run side by side in the same two accounts. */
export interface Stage extends Ground {
  /** Name of account B's bucket with today's defaults and without a policy. */
  readonly closedBucket: Promise<string>;
  /** Name of account B's bucket that account A writes into and reads from; see there. */
  readonly openBucket: Promise<string>;
  readonly directPut: Promise<DirectPut>;
}

export function openStage(context: Context, accountA: Account, accountB: Account): Stage {
  const nameOf = (what: string) => context.sandbox.nameOf(`control-${what}`);
  const ground: Ground = { context, accountA, accountB, nameOf };
  return {
    ...ground,
    closedBucket: shared(accountB.createBucket({ name: nameOf("closed") }).then(({ name }) => name)),
    openBucket: shared(makeOpenBucket(ground)),
    directPut: shared(openDirectPut(ground)),
  };
}

/** Several controls wait for it; where it fails, each of them says so. */
function shared<Part>(part: Promise<Part>): Promise<Part> {
  part.catch(() => {});
  return part;
}
