import { PutObjectCommand } from "@aws-sdk/client-s3";
import { control } from "./control.ts";
import { deniedPrefix } from "./open-bucket.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

export const explicitDeny = control({
  name: "explicit-deny-is-enforced",
  title: "an explicit deny of account B's bucket policy stands against its allow",
  measure: async ({ accountA, openBucket }) =>
    mustBeRefused(
      accountA.clients.s3.send(
        new PutObjectCommand({ Bucket: await openBucket, Key: `${deniedPrefix}object`, Body: "This is a pen" }),
      ),
      accessDenied,
      "account A may write what account B's bucket policy denies it explicitly",
    ),
});
