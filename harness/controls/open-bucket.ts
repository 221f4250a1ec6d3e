import { allowing, denying, onlyArns } from "../policy-document.ts";
import type { Ground } from "./ground.ts";

/** What account A has written, without an ACL, when the bucket is ready. */
export const writtenKey = "written";

/** Where an explicit deny stands against the allow. */
export const deniedPrefix = "denied/";

/** A bucket of account B's under ObjectWriter whose policy lets account A write and read, but not write below `denied/`. */
export async function makeOpenBucket({ accountA, accountB, nameOf }: Ground): Promise<string> {
  const bucket = await accountB.createBucket({ name: nameOf("open"), objectOwnership: "ObjectWriter" });
  const objects = onlyArns(bucket.objectsArn);
  await bucket.putPolicy(
    allowing(["s3:PutObject", "s3:GetObject", "s3:GetObjectAcl"], objects, { principal: accountA }).and(
      denying(["s3:PutObject"], onlyArns(`${bucket.arn}/${deniedPrefix}*`), { principal: accountA }),
    ),
  );
  await bucket.writeObject(writtenKey, { as: accountA, body: "This is a pen" });
  return bucket.name;
}
