import { bucketArn } from "../../emulator/index.ts";
import { accountOfArn } from "../../emulator/model/arn.ts";
import type { PolicyType } from "../../emulator/policy/index.ts";
import type {
  Configuration,
  MemberConfiguration,
  PolicyText,
  RoleConfiguration,
  SourceFile,
} from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { SourceLocation } from "../source.ts";
import type { ControlPolicyKind, PlaceKind, PlaceOf } from "./place.ts";

/** What a policy belongs to. */
export interface Holder {
  readonly source: SourceLocation;
  /** Its place in the manifest of a folder, if it is in one. */
  readonly manifest?: SourceFile;
}

/** What a policy is for, as decisions name it. */
export interface Bearing {
  readonly policyType: PolicyType;
  /** ARN of the role, bucket, stream or key; of an organization's policy the account. */
  readonly attachedTo: string;
}

export interface Kept<Place> {
  readonly place: Place;
  readonly policy: PolicyText | undefined;
}

/** All that `check` knows of one kind of policy: a new kind is one more entry, and an entry in `forms.ts`. */
export interface KindOfPlace<Place> {
  /** Every place of the kind that may have a policy, also where it has none yet, with the policy. */
  readonly all: (configuration: Configuration) => readonly Kept<Place>[];
  readonly find: (configuration: Configuration, place: Place) => PolicyText | undefined;
  /** The configuration with another policy in the place; without any where that is undefined and the kind may be absent. */
  readonly put: (configuration: Configuration, place: Place, policy: PolicyText | undefined) => Configuration;
  readonly holder: (configuration: Configuration, place: Place) => Holder | undefined;
  readonly bearings: (configuration: Configuration, place: Place) => readonly Bearing[];
  /** The account whose administrator can change it. */
  readonly accountId: (configuration: Configuration, place: Place) => string;
  /** As messages call it. */
  readonly text: (configuration: Pick<Configuration, "bucket" | "backupBucket">, place: Place) => string;
}

export const kindsOfPlace: { readonly [Kind in PlaceKind]: KindOfPlace<PlaceOf<Kind>> } = {
  trust: {
    all: ({ roles }) =>
      roles.map((role) => ({ place: { kind: "trust", roleArn: roleArn(role) }, policy: role.trustPolicy })),
    find: (configuration, place) => roleAt(configuration, place)?.trustPolicy,
    put: (configuration, place, policy) =>
      policy === undefined
        ? configuration
        : withRole(configuration, place.roleArn, (role) => ({ ...role, trustPolicy: policy })),
    holder: roleAt,
    bearings: (_, { roleArn: attachedTo }) => [{ policyType: "trust", attachedTo }],
    accountId: (_, { roleArn: arn }) => accountOf(arn),
    text: (_, { roleArn: arn }) => `the trust policy of role \`${lastOf(arn)}\``,
  },
  inline: {
    all: ({ roles }) =>
      roles.flatMap((role) =>
        role.inlinePolicies.map((policy) => ({
          place: { kind: "inline", roleArn: roleArn(role), name: policy.name } as const,
          policy,
        })),
      ),
    find: (configuration, place) =>
      roleAt(configuration, place)?.inlinePolicies.find(({ name }) => name === place.name),
    put: (configuration, place, policy) =>
      withRole(configuration, place.roleArn, (role) => ({
        ...role,
        inlinePolicies: withNamed(role.inlinePolicies, place.name, policy),
      })),
    holder: roleAt,
    bearings: (_, { roleArn: attachedTo }) => [{ policyType: "identity", attachedTo }],
    accountId: (_, { roleArn: arn }) => accountOf(arn),
    text: (_, { name, roleArn: arn }) => `policy \`${name}\` of role \`${lastOf(arn)}\``,
  },
  managed: {
    all: ({ managedPolicies }) =>
      managedPolicies.map(({ arn, document: policy }) => ({ place: { kind: "managed", arn }, policy })),
    find: ({ managedPolicies }, place) => managedPolicies.find(({ arn }) => arn === place.arn)?.document,
    put: (configuration, place, policy) => ({
      ...configuration,
      managedPolicies: configuration.managedPolicies.flatMap((each) =>
        each.arn !== place.arn ? [each] : policy === undefined ? [] : [{ ...each, document: policy }],
      ),
    }),
    holder: () => undefined,
    bearings: ({ roles }, { arn }) =>
      roles.flatMap((role): readonly Bearing[] => [
        ...(role.attachedPolicyArns.includes(arn)
          ? [{ policyType: "identity", attachedTo: roleArn(role) } as const]
          : []),
        ...(role.permissionsBoundaryArn === arn
          ? [{ policyType: "permissions-boundary", attachedTo: roleArn(role) } as const]
          : []),
      ]),
    accountId: ({ accountA }, { arn }) => (/^\d{12}$/.test(accountOf(arn)) ? accountOf(arn) : accountA.id),
    text: (_, { arn }) => `policy \`${lastOf(arn)}\``,
  },
  bucket: {
    all: ({ bucket: { policy } }) => [{ place: { kind: "bucket" }, policy }],
    find: ({ bucket }) => bucket.policy,
    put: (configuration, _, policy) => ({ ...configuration, bucket: { ...configuration.bucket, policy } }),
    holder: ({ bucket }) => bucket,
    bearings: ({ bucket, accountB }) => [
      { policyType: "resource", attachedTo: bucketArn(accountB.region, bucket.name) },
    ],
    accountId: ({ accountB }) => accountB.id,
    text: ({ bucket }) => `the policy of bucket \`${bucket.name}\``,
  },
  "backup-bucket": {
    all: ({ backupBucket }) =>
      backupBucket === undefined ? [] : [{ place: { kind: "backup-bucket" }, policy: backupBucket.policy }],
    find: ({ backupBucket }) => backupBucket?.policy,
    put: (configuration, _, policy) =>
      configuration.backupBucket === undefined
        ? configuration
        : { ...configuration, backupBucket: { ...configuration.backupBucket, policy } },
    holder: ({ backupBucket }) => backupBucket,
    bearings: ({ backupBucket }) =>
      backupBucket === undefined
        ? []
        : [{ policyType: "resource", attachedTo: bucketArn(backupBucket.region, backupBucket.name) }],
    accountId: ({ backupBucket, accountB }) => backupBucket?.accountId ?? accountB.id,
    text: ({ backupBucket }) => `the policy of bucket \`${backupBucket?.name}\``,
  },
  "data-stream": {
    all: ({ dataStream }) =>
      dataStream === undefined ? [] : [{ place: { kind: "data-stream" }, policy: dataStream.resourcePolicy }],
    find: ({ dataStream }) => dataStream?.resourcePolicy,
    put: (configuration, _, resourcePolicy) =>
      configuration.dataStream === undefined
        ? configuration
        : { ...configuration, dataStream: { ...configuration.dataStream, resourcePolicy } },
    holder: ({ dataStream }) => dataStream,
    bearings: ({ dataStream }) =>
      dataStream === undefined ? [] : [{ policyType: "resource", attachedTo: dataStream.arn }],
    accountId: ({ dataStream, accountA }) => (dataStream === undefined ? accountA.id : accountOf(dataStream.arn)),
    text: () => "the policy of the data stream",
  },
  key: {
    all: ({ keys }) => keys.map(({ arn, policy }) => ({ place: { kind: "key", arn }, policy })),
    find: (configuration, place) => keyAt(configuration, place)?.policy,
    put: (configuration, place, policy) => ({
      ...configuration,
      keys: configuration.keys.map((key) => (key.arn === place.arn ? { ...key, policy } : key)),
    }),
    holder: keyAt,
    bearings: (_, { arn: attachedTo }) => [{ policyType: "key", attachedTo }],
    accountId: (_, { arn }) => accountOf(arn),
    text: (_, { arn }) => `the policy of key \`${lastOf(arn)}\``,
  },
  "service-control": ofOrganization("service-control", "serviceControlPolicies"),
  "resource-control": ofOrganization("resource-control", "resourceControlPolicies"),
};

function ofOrganization<Kind extends ControlPolicyKind>(
  kind: Kind,
  list: "serviceControlPolicies" | "resourceControlPolicies",
): KindOfPlace<PlaceOf<Kind>> {
  type Place = PlaceOf<Kind>;
  const memberAt = ({ organization }: Configuration, place: Place): MemberConfiguration | undefined =>
    organization?.members.find(({ accountId }) => accountId === place.accountId);
  return {
    all: ({ organization }) =>
      (organization?.members ?? []).flatMap((member) =>
        member[list].map((policy) => ({
          place: { kind, accountId: member.accountId, name: policy.name } as Place,
          policy,
        })),
      ),
    find: (configuration, place) => memberAt(configuration, place)?.[list].find(({ name }) => name === place.name),
    put: (configuration, place, policy) => {
      const { organization } = configuration;
      if (organization === undefined) return configuration;
      const members = organization.members.map((member) =>
        member.accountId === place.accountId
          ? { ...member, [list]: withNamed(member[list], place.name, policy) }
          : member,
      );
      return { ...configuration, organization: { ...organization, members } };
    },
    holder: (configuration, place) =>
      memberAt(configuration, place) === undefined ? undefined : configuration.organization,
    bearings: (_, { accountId: attachedTo }) => [{ policyType: kind, attachedTo }],
    accountId: (_, { accountId }) => accountId,
    text: (_, { name, accountId }) => `${kind.replace("-", " ")} policy \`${name}\` of account ${accountId}`,
  };
}

function roleAt(
  { roles }: Configuration,
  { roleArn: arn }: { readonly roleArn: string },
): RoleConfiguration | undefined {
  return roles.find((role) => roleArn(role) === arn);
}

function keyAt({ keys }: Configuration, place: { readonly arn: string }): Configuration["keys"][number] | undefined {
  return keys.find(({ arn }) => arn === place.arn);
}

function withRole(
  configuration: Configuration,
  arn: string,
  change: (role: RoleConfiguration) => RoleConfiguration,
): Configuration {
  return { ...configuration, roles: configuration.roles.map((role) => (roleArn(role) === arn ? change(role) : role)) };
}

function withNamed(
  policies: readonly PolicyText[],
  name: string,
  policy: PolicyText | undefined,
): readonly PolicyText[] {
  const put = policy === undefined ? [] : [policy];
  const at = policies.findIndex((each) => each.name === name);
  return at < 0 ? [...policies, ...put] : policies.toSpliced(at, 1, ...put);
}

function accountOf(arn: string): string {
  return accountOfArn(arn);
}

function lastOf(arn: string): string {
  return arn.replace(/.*\//, "");
}
