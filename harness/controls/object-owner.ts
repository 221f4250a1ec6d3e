import { GetObjectAclCommand } from "@aws-sdk/client-s3";
import { control, fails, holds } from "./control.ts";
import { writtenKey } from "./open-bucket.ts";

export const objectOwner = control({
  name: "owner-follows-the-ownership-mode",
  title: "what account A writes without an ACL into an ObjectWriter bucket of account B belongs to A and not to B",
  measure: async ({ accountA, accountB, openBucket }) => {
    const { s3 } = accountA.clients;
    const { Owner } = await s3.send(new GetObjectAclCommand({ Bucket: await openBucket, Key: writtenKey }));
    if (Owner?.ID === undefined) return fails("an object's ACL names no owner");
    if (Owner.ID === accountB.canonicalUserId) {
      return fails(
        Owner.ID === accountA.canonicalUserId
          ? "every object belongs to every account"
          : "what account A writes belongs to account B, which owns the bucket",
      );
    }
    return Owner.ID === accountA.canonicalUserId ? holds : fails("what account A writes belongs to neither account");
  },
});
