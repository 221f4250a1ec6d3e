import type { Account } from "../account.ts";
import type { Context } from "../context.ts";

/** Two accounts, and names that collide with nobody's. */
export interface Ground {
  readonly context: Context;
  readonly accountA: Account;
  readonly accountB: Account;
  nameOf(what: string): string;
}
