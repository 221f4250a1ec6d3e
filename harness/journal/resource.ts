import * as v from "valibot";

/** Everything that scenarios make in an account. */
export const resourceKinds = [
  "delivery-stream",
  "data-stream",
  "bucket",
  "log-group",
  "role",
  "policy",
  "user",
  "key",
] as const;

export type ResourceKind = (typeof resourceKinds)[number];

/** One thing in an account, as a person and another process can find it again. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly accountId: string;
  readonly region: string;
  /** Known before the creating call. Of a key its description, which no other key of the run has. */
  readonly name: string;
}

export const resourceSchema = v.object({
  kind: v.picklist(resourceKinds),
  accountId: v.string(),
  region: v.string(),
  name: v.string(),
});

/** Two that have it in common are the same thing. */
export function resourceId({ kind, accountId, region, name }: Resource): string {
  return `${kind} ${accountId} ${region} ${name}`;
}

const words: Readonly<Record<ResourceKind, string>> = {
  "delivery-stream": "delivery stream",
  "data-stream": "data stream",
  bucket: "bucket",
  "log-group": "log group",
  role: "role",
  policy: "policy",
  user: "user",
  key: "key",
};

/** `delivery stream crosscheck-abc-1-deliver` */
export function resourceName({ kind, name }: Pick<Resource, "kind" | "name">): string {
  return `${words[kind]} ${name}`;
}

/** `delivery stream crosscheck-abc-1-deliver in account 111111111111` */
export function resourceTitle(resource: Resource): string {
  return `${resourceName(resource)} in account ${resource.accountId}`;
}
