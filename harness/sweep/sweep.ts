import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { deleteFile } from "../journal/journal.ts";
import type { FoundJournal } from "../journal/read-journals.ts";
import { type Resource, resourceId } from "../journal/resource.ts";
import { failureOf } from "../scenario-error.ts";
import type { TargetTime } from "../target.ts";
import { TargetError } from "../target-error.ts";
import { dueOf, isOver, type Knowledge } from "./due.ts";
import { inventories } from "./inventories.ts";
import type { Inventory } from "./inventory.ts";
import type { SweepOutcome } from "./outcome.ts";
import { type Candidate, search } from "./search.ts";
import { Sites, type SweepAccount } from "./sites.ts";

export interface SweepSettings {
  readonly accounts: readonly SweepAccount[];
  /** What names begin with, before the run: `crosscheck`. */
  readonly prefix: string;
  /** None on a machine that did not play the run. */
  readonly journals: readonly FoundJournal[];
  /** What is wrong with other journals, or with some of their lines; a sentence each. */
  readonly damages?: readonly string[];
  /** Where the services are, where it is not AWS: journals of other places are left alone. */
  readonly endpoint?: string | undefined;
  readonly time: TargetTime;
  /** The one run to sweep; every run that is over unless given. */
  readonly run?: string | undefined;
  /** Says what would be removed, and removes nothing. */
  readonly isPlan?: boolean | undefined;
  /** Told of each thing when it is decided. */
  readonly onOutcome?: (outcome: SweepOutcome) => void;
}

/** At a time, of one kind in one account: less than any service's rate of deletions. */
const parallel = 4;

/** Of the target's time: what was on its way when a run was killed is there, and in AWS's lists, within it. */
const settlingMs = 10_000;

/**
 * Removes what runs left that are over, in both accounts: by their journals, where there are some, and by names and tags
 * in any case, so that a damaged journal keeps nothing from being removed. Can be cut off anywhere and done again. Resolves with what became of each thing; rejects with a `TargetError`
 * where an account is another than the configured one, and touches nothing then.
 */
export async function sweep(settings: SweepSettings): Promise<readonly SweepOutcome[]> {
  const { accounts, prefix, time, run, endpoint, isPlan = false } = settings;
  using sites = new Sites(time);
  for (const account of accounts) await proveAccount(account, sites);
  const journals = settings.journals.filter(({ header }) => header.endpoint === endpoint);
  const knowledge: Knowledge = { prefix, accounts: accounts.map(({ id }) => id), journals, nowMs: time.now(), run };
  const over = journals.filter((journal) => isOver(journal, knowledge));
  const outcomes = new Outcomes(settings.onOutcome);
  const pass = async (isLast: boolean): Promise<boolean> => {
    let hasFailed = false;
    const fail = (id: string, failure: SweepOutcome) => {
      hasFailed = true;
      if (isLast) outcomes.add(id, failure);
    };
    for (const inventory of inventories) {
      await Promise.all(
        accounts.map(async (account) => {
          const { candidates, unseen } = await search({ inventory, account, sites, knowledge, journals: over });
          for (const each of unseen) fail(each.what, each);
          await inParallel(candidates, (each) => sweepOne(each, { inventory, knowledge, outcomes, isPlan, fail }));
        }),
      );
    }
    return hasFailed || over.length > 0 || outcomes.all.some(({ kind }) => kind === "removed");
  };
  if (!isPlan && (await pass(false))) await sites.wait(settlingMs);
  await pass(true);
  for (const { header, path } of settings.journals.filter((each) => !journals.includes(each))) {
    const because = `its journal ${path} is of ${header.endpoint ?? "AWS"}, where this sweep does not look`;
    outcomes.add(path, { kind: "unseen", what: `run ${header.run}`, because });
  }
  for (const journal of over) endJournal(journal, knowledge, outcomes, isPlan);
  for (const because of settings.damages ?? []) outcomes.add(because, { kind: "unseen", what: "a journal", because });
  return outcomes.all;
}

async function proveAccount(account: SweepAccount, sites: Sites): Promise<void> {
  const { Account: seen } = await sites.of(account).clients.sts.send(new GetCallerIdentityCommand({}));
  if (seen === account.id) return;
  throw new TargetError(`the credentials for account ${account.id} are for account ${seen}; nothing was touched`);
}

/** Each thing has one. */
class Outcomes {
  readonly all: SweepOutcome[] = [];
  readonly #known = new Set<string>();
  readonly #onOutcome: (outcome: SweepOutcome) => void;

  constructor(onOutcome: (outcome: SweepOutcome) => void = () => {}) {
    this.#onOutcome = onOutcome;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  add(id: string, outcome: SweepOutcome): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.all.push(outcome);
    this.#onOutcome(outcome);
  }

  isLeft(resource: Resource): boolean {
    return this.all.some((each) => each.kind === "left" && resourceId(each.resource) === resourceId(resource));
  }
}

interface Sweeping {
  readonly inventory: Inventory;
  readonly knowledge: Knowledge;
  readonly outcomes: Outcomes;
  readonly isPlan: boolean;
  /** What fails is tried once more. */
  readonly fail: (id: string, failure: SweepOutcome) => void;
}

async function sweepOne({ site, name, id }: Candidate, sweeping: Sweeping): Promise<void> {
  const { inventory, knowledge, outcomes, isPlan, fail } = sweeping;
  const { accountId, region } = site;
  const resource = { kind: inventory.kind, accountId, region, name };
  const key = `${resourceId(resource)} ${id}`;
  if (outcomes.has(key)) return;
  try {
    // Asked for at the last moment: the name may be another's since the list was made.
    const tags = await inventory.tags(site, { name, id });
    if (tags === undefined) return;
    const due = dueOf({ ...resource, tags }, knowledge);
    if (due.kind === "not-due") return outcomes.add(key, { kind: "not-due", resource, because: due.because });
    if (due.kind === "not-ours") return outcomes.add(key, { kind: "left", resource, because: due.because });
    if (!isPlan) await inventory.remove(site, id);
    outcomes.add(key, { kind: isPlan ? "would-remove" : "removed", resource, run: due.run });
  } catch (error) {
    fail(key, { kind: "left", resource, because: failureOf(error).short });
  }
}

/** A journal has done its work when nothing of it is left. */
function endJournal(
  { path, outstanding, isDamaged }: FoundJournal,
  knowledge: Knowledge,
  outcomes: Outcomes,
  isPlan: boolean,
): void {
  for (const resource of outstanding) {
    if (knowledge.accounts.includes(resource.accountId)) continue;
    const because = `its account is not one of the configured; ${path} knows of it`;
    outcomes.add(resourceId(resource), { kind: "left", resource, because });
  }
  const isDone =
    !isDamaged &&
    !outstanding.some((each) => outcomes.isLeft(each)) &&
    !outcomes.all.some(({ kind }) => kind === "unseen");
  if (isDone && !isPlan) deleteFile(path);
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const workOn = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: parallel }, workOn));
}
