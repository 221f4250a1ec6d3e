import { control, fails, holds, notMeasured } from "./control.ts";

export const canonicalUserIds = control({
  name: "accounts-have-canonical-user-ids-of-their-own",
  title: "each account has a canonical user ID of its own",
  measure: async ({ accountA, accountB }) => {
    if (accountA.canonicalUserId === "") return notMeasured("ListBuckets names no owner");
    const isShared = accountA.canonicalUserId === accountB.canonicalUserId;
    return isShared ? fails("every account has the same canonical user ID") : holds;
  },
});
