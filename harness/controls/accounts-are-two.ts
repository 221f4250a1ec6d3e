import { control, fails, holds } from "./control.ts";

export const accountsAreTwo = control({
  name: "accounts-are-two",
  title: "A and B are accounts of their own",
  measure: async ({ accountA, accountB }) =>
    accountA.id === accountB.id ? fails(`both callers are in account ${accountA.id}`) : holds,
});
