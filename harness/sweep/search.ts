import type { Resource } from "../journal/journal.ts";
import type { FoundJournal } from "../journal/read-journals.ts";
import { failureOf } from "../scenario-error.ts";
import type { Knowledge } from "./due.ts";
import type { Found, Inventory, Site } from "./inventory.ts";
import { runInName } from "./is-ours.ts";
import type { SweepOutcome } from "./outcome.ts";
import type { Sites, SweepAccount } from "./sites.ts";

/** Something that may be ours by its name, where it is. */
export interface Candidate extends Found {
  readonly site: Site;
}

export interface Search {
  readonly inventory: Inventory;
  readonly account: SweepAccount;
  readonly sites: Sites;
  readonly knowledge: Knowledge;
  /** Of runs that are over. */
  readonly journals: readonly FoundJournal[];
}

export interface Findings {
  readonly candidates: readonly Candidate[];
  /** What could not be asked for. */
  readonly unseen: readonly (SweepOutcome & { readonly kind: "unseen" })[];
}

/** Everything of one kind in one account that has a run's name, by AWS's lists and by the journals. */
export async function search(details: Search): Promise<Findings> {
  const { inventory, account, sites } = details;
  const announced = announcedIn(details);
  const regions = new Set([account.access.region, ...announced.map(({ region }) => region)]);
  const asked = inventory.isGlobal ? [sites.of(account)] : [...regions].map((region) => sites.of(account, region));
  const parts = await Promise.all(asked.map((site) => searchIn(site, details, announced)));
  const candidates = new Map<string, Candidate>();
  for (const each of parts.flatMap((part) => part.candidates)) {
    const key = `${inventory.isGlobal ? "" : each.site.region} ${each.id}`;
    // What AWS lists tells where it is.
    if (!candidates.has(key)) candidates.set(key, each);
  }
  return { candidates: [...candidates.values()], unseen: parts.flatMap((part) => part.unseen) };
}

function announcedIn({ inventory, account, journals }: Search): readonly Resource[] {
  return journals
    .flatMap(({ outstanding }) => outstanding)
    .filter(({ kind, accountId }) => kind === inventory.kind && accountId === account.id);
}

async function searchIn(site: Site, details: Search, announced: readonly Resource[]): Promise<Findings> {
  const { inventory, account, sites, knowledge } = details;
  const { prefix, run } = knowledge;
  const regional = announced.filter(({ region }) => inventory.isGlobal || region === site.region);
  try {
    const listed = (await inventory.list(site, run === undefined ? `${prefix}-` : `${prefix}-${run}-`)).filter(
      ({ name }) => runInName(inventory.kind, name, prefix) !== undefined,
    );
    const named = await Promise.all(
      regional.map(async ({ name, region }) =>
        (await inventory.named(site, name)).map((found) => ({ ...found, region: found.region ?? region })),
      ),
    );
    const candidates = [...listed, ...named.flat()].map((found) => ({
      ...found,
      site: found.region === undefined ? site : sites.of(account, found.region),
    }));
    return { candidates, unseen: [] };
  } catch (error) {
    const what = `every ${inventory.kind.replace("-", " ")} in account ${account.id}`;
    return { candidates: [], unseen: [{ kind: "unseen", what, because: failureOf(error).short }] };
  }
}
