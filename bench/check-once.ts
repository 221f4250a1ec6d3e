/** Checks the inputs that it is given once, and prints the CPU milliseconds that this took, without the start of the process. */
import { check } from "../check/check.ts";
import { merge } from "../check/merge.ts";
import { readInputs } from "../check/read/inputs.ts";
import { accountA, accountB, region } from "./accounts.ts";

const before = process.cpuUsage();
const parts = await readInputs(process.argv.slice(2), {
  accountA: { id: accountA.id, region },
  accountB: { id: accountB.id, region },
  parameters: {
    LandingBucketName: "b-landing",
    DeliveryRoleArn: `arn:aws:iam::${accountA.id}:role/delivery`,
  },
});
const { verdict } = await check(merge(parts));
const { user, system } = process.cpuUsage(before);
if (verdict !== "works") throw new Error(`it is ${verdict}`);
console.log((user + system) / 1000);
