import type {
  BucketConfiguration,
  KeyConfiguration,
  NotChecked,
  PolicyText,
  RoleConfiguration,
} from "../configuration.ts";
import { emptyPart, type Part } from "../part.ts";
import type { SourceLocation } from "../source.ts";

/**
 * What a template or plan says, before what it says about one thing in several resources, or several stacks, is put
 * together: a bucket and its policy, a role and what is attached to it.
 */
export interface Draft extends Part {
  readonly ofRoles: readonly OfRole[];
  readonly ofBuckets: readonly OfBucket[];
  readonly ofKeys: readonly OfKey[];
  readonly ofDataStreams: readonly OfDataStream[];
}

interface Added {
  /** The resource that says it. */
  readonly what: string;
  readonly source: SourceLocation;
}

export interface OfRole extends Added {
  readonly accountId: string;
  readonly roleName: string;
  readonly inlinePolicy?: PolicyText;
  readonly attachedPolicyArn?: string;
}

export interface OfBucket extends Added {
  readonly bucket: string;
  readonly settings: Partial<Omit<BucketConfiguration, "name" | "source">>;
}

export interface OfKey extends Added {
  /** Key id or ARN. */
  readonly key: string;
  readonly policy?: PolicyText;
  readonly alias?: string;
  readonly grant?: KeyConfiguration["grants"][number];
}

export interface OfDataStream extends Added {
  readonly arn: string;
  readonly policy: PolicyText;
}

export const emptyDraft: Draft = { ...emptyPart, ofRoles: [], ofBuckets: [], ofKeys: [], ofDataStreams: [] };

/** Drafts one after the other. */
export function joined(drafts: readonly Partial<Draft>[]): Draft {
  const lists = Object.keys(emptyDraft) as (keyof Draft)[];
  return Object.fromEntries(
    lists.map((list) => [list, drafts.flatMap((draft): readonly unknown[] => draft[list] ?? [])]),
  ) as unknown as Draft;
}

/** Everything in its place; what belongs to something that is described nowhere is not checked. */
export function assembled(drafts: readonly Partial<Draft>[]): Part {
  const { ofRoles, ofBuckets, ofKeys, ofDataStreams, ...part } = joined(drafts);
  const isKey = (arn: string, key: string) => arn === key || arn.endsWith(`/${key}`);
  const strays = [
    ...ofRoles
      .filter(({ accountId, roleName }) => !part.roles.some((role) => isRole(role, accountId, roleName)))
      .map(strayOfRole),
    ...ofBuckets.filter(({ bucket }) => !part.buckets.some(({ name }) => name === bucket)).map(strayOfBucket),
    ...ofKeys.filter(({ key }) => !part.keys.some(({ arn }) => isKey(arn, key))).map(stray),
    ...ofDataStreams.filter(({ arn }) => !part.dataStreams.some((stream) => stream.arn === arn)).map(stray),
  ];
  return {
    ...part,
    roles: part.roles.map((role) => withPolicies(role, ofRoles)),
    buckets: part.buckets.map((bucket) => {
      const settings = ofBuckets.filter((each) => each.bucket === bucket.name).map((each) => each.settings);
      return Object.assign({}, bucket, ...settings) as typeof bucket;
    }),
    keys: part.keys.map((key) =>
      withSettings(
        key,
        ofKeys.filter((each) => isKey(key.arn, each.key)),
      ),
    ),
    dataStreams: part.dataStreams.map((stream) => {
      const resourcePolicy = ofDataStreams.find(({ arn }) => arn === stream.arn)?.policy;
      return { ...stream, ...(resourcePolicy !== undefined && { resourcePolicy }) };
    }),
    notChecked: [...part.notChecked, ...strays],
  };
}

function isRole({ accountId, name }: RoleConfiguration, ofAccount: string, roleName: string): boolean {
  return accountId === ofAccount && name === roleName;
}

function withPolicies(role: RoleConfiguration, all: readonly OfRole[]): RoleConfiguration {
  const own = all.filter(({ accountId, roleName }) => isRole(role, accountId, roleName));
  const inline = own.flatMap(({ inlinePolicy }) => inlinePolicy ?? []);
  const attached = own.flatMap(({ attachedPolicyArn }) => attachedPolicyArn ?? []);
  return {
    ...role,
    inlinePolicies: byName([...role.inlinePolicies, ...inline]),
    attachedPolicyArns: [...new Set([...role.attachedPolicyArns, ...attached])],
  };
}

/** A role has one inline policy of a name: what is put later replaces it. */
function byName(policies: readonly PolicyText[]): readonly PolicyText[] {
  return [...new Map(policies.map((policy) => [policy.name, policy])).values()];
}

function withSettings(key: KeyConfiguration, added: readonly OfKey[]): KeyConfiguration {
  const policy = added.findLast((each) => each.policy !== undefined)?.policy ?? key.policy;
  return {
    ...key,
    aliases: [...new Set([...key.aliases, ...added.flatMap(({ alias }) => alias ?? [])])],
    ...(policy !== undefined && { policy }),
    grants: [...key.grants, ...added.flatMap(({ grant }) => grant ?? [])],
  };
}

/** A name that is not known, or the role's that is drawn, may be that of a role which is described. */
function strayOfRole({ accountId, roleName: name, inlinePolicy, attachedPolicyArn, ...added }: OfRole): NotChecked {
  return {
    ...stray(added),
    couldMatter: true,
    reach: {
      kind: "part-of-role",
      accountId,
      name,
      ...(inlinePolicy !== undefined && { inlinePolicy }),
      ...(attachedPolicyArn !== undefined && { attachedPolicyArn }),
    },
  };
}

function strayOfBucket({ bucket: name, settings, ...added }: OfBucket): NotChecked {
  return { ...stray(added), couldMatter: true, reach: { kind: "part-of-bucket", name, settings } };
}

function stray({ what, source }: Added): NotChecked {
  return { what, because: "what it belongs to is not in the input", source, couldMatter: false };
}
