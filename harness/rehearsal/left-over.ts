import type { ClientAccess } from "../clients.ts";
import { resourceTitle } from "../journal/resource.ts";
import { inventories } from "../sweep/inventories.ts";
import { Sites } from "../sweep/sites.ts";
import type { TargetTime } from "../target.ts";

export interface WatchedAccount {
  readonly id: string;
  /** Of its root user. */
  readonly access: ClientAccess;
}

/** Lists are a little behind: until a bucket that is gone is in none any more. */
const listedForMs = 15_000;

/** Everything in the accounts that a run can have made. A title each. */
export async function leftOver(
  accounts: readonly WatchedAccount[],
  prefix: string,
  time: TargetTime,
): Promise<readonly string[]> {
  using sites = new Sites(time);
  await time.wait(listedForMs);
  const lists = accounts.flatMap((account) =>
    inventories.map(async ({ kind, list }) => {
      const found = await list(sites.of(account), `${prefix}-`);
      return found.map(({ name }) =>
        resourceTitle({ kind, name, accountId: account.id, region: account.access.region }),
      );
    }),
  );
  return (await Promise.all(lists)).flat();
}
