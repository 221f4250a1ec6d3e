import type { Configuration, MemberConfiguration, PolicyText } from "../configuration.ts";
import { roleArn } from "../principals-named.ts";
import type { ConfigurationChange, ControlPolicyKind, PolicyPlace } from "./change.ts";
import { edited } from "./edit-json.ts";

/** The configuration with the change in it. Throws a RangeError where its place is not there. */
export function apply(configuration: Configuration, change: ConfigurationChange): Configuration {
  switch (change.kind) {
    case "edit-policy":
      return replacePolicy(configuration, change.place, (policy) => {
        if (policy === undefined) throw new RangeError("there is no such policy to edit");
        return { ...policy, text: edited(policy.text, change.edits) };
      });
    case "rewrite-policy":
      return replacePolicy(configuration, change.place, (policy) => {
        if (policy === undefined) throw new RangeError("there is no such policy to rewrite");
        return { ...policy, text: change.document };
      });
    case "new-policy":
      return replacePolicy(configuration, change.place, () => newPolicy(configuration, change.place, change.document));
    case "set-bucket":
      return { ...configuration, bucket: { ...configuration.bucket, ...change.settings } };
    case "set-destination": {
      const { deliveryStream } = configuration;
      const destination = { ...deliveryStream.destination, ...change.settings };
      return { ...configuration, deliveryStream: { ...deliveryStream, destination } };
    }
    case "set-data-stream": {
      const { dataStream } = configuration;
      if (dataStream === undefined) throw new RangeError("there is no data stream to change");
      return { ...configuration, dataStream: { ...dataStream, ...change.settings } };
    }
    case "enable-key":
      return {
        ...configuration,
        keys: configuration.keys.map((key) => (key.arn === change.arn ? { ...key, isEnabled: true } : key)),
      };
  }
}

export function findPolicy(configuration: Configuration, place: PolicyPlace): PolicyText | undefined {
  switch (place.kind) {
    case "bucket":
      return configuration.bucket.policy;
    case "backup-bucket":
      return configuration.backupBucket?.policy;
    case "data-stream":
      return configuration.dataStream?.resourcePolicy;
    case "managed":
      return configuration.managedPolicies.find(({ arn }) => arn === place.arn)?.document;
    case "key":
      return configuration.keys.find(({ arn }) => arn === place.arn)?.policy;
    case "trust":
      return configuration.roles.find((role) => roleArn(role) === place.roleArn)?.trustPolicy;
    case "inline":
      return configuration.roles
        .find((role) => roleArn(role) === place.roleArn)
        ?.inlinePolicies.find(({ name }) => name === place.name);
    case "service-control":
    case "resource-control":
      return configuration.organization?.members
        .find(({ accountId }) => accountId === place.accountId)
        ?.[controlPolicies[place.kind]].find(({ name }) => name === place.name);
  }
}

/** With another policy in the place; without any where `change` answers undefined. */
export function replacePolicy(
  configuration: Configuration,
  place: PolicyPlace,
  change: (policy: PolicyText | undefined) => PolicyText | undefined,
): Configuration {
  const after = change(findPolicy(configuration, place));
  const { bucket, dataStream, roles, keys, managedPolicies } = configuration;
  const inRole = (arn: string, fill: (role: Configuration["roles"][number]) => Configuration["roles"][number]) => ({
    ...configuration,
    roles: roles.map((role) => (roleArn(role) === arn ? fill(role) : role)),
  });
  switch (place.kind) {
    case "bucket":
      return { ...configuration, bucket: { ...bucket, policy: after } };
    case "backup-bucket":
      if (configuration.backupBucket === undefined) return configuration;
      return { ...configuration, backupBucket: { ...configuration.backupBucket, policy: after } };
    case "data-stream":
      return dataStream === undefined
        ? configuration
        : { ...configuration, dataStream: { ...dataStream, resourcePolicy: after } };
    case "managed":
      return {
        ...configuration,
        managedPolicies: managedPolicies.flatMap((policy) =>
          policy.arn !== place.arn ? [policy] : after === undefined ? [] : [{ ...policy, document: after }],
        ),
      };
    case "key":
      return { ...configuration, keys: keys.map((key) => (key.arn === place.arn ? { ...key, policy: after } : key)) };
    case "trust":
      return after === undefined ? configuration : inRole(place.roleArn, (role) => ({ ...role, trustPolicy: after }));
    case "inline":
      return inRole(place.roleArn, (role) => ({
        ...role,
        inlinePolicies: withNamed(role.inlinePolicies, place.name, after),
      }));
    case "service-control":
    case "resource-control":
      return withControlPolicy(configuration, place, after);
  }
}

const controlPolicies = {
  "service-control": "serviceControlPolicies",
  "resource-control": "resourceControlPolicies",
} as const satisfies Readonly<Record<ControlPolicyKind, keyof MemberConfiguration>>;

function withControlPolicy(
  configuration: Configuration,
  { kind, accountId, name }: Extract<PolicyPlace, { readonly kind: ControlPolicyKind }>,
  after: PolicyText | undefined,
): Configuration {
  const { organization } = configuration;
  if (organization === undefined) return configuration;
  const list = controlPolicies[kind];
  const members = organization.members.map((member) =>
    member.accountId === accountId ? { ...member, [list]: withNamed(member[list], name, after) } : member,
  );
  return { ...configuration, organization: { ...organization, members } };
}

function withNamed(
  policies: readonly PolicyText[],
  name: string,
  after: PolicyText | undefined,
): readonly PolicyText[] {
  const put = after === undefined ? [] : [after];
  const at = policies.findIndex((policy) => policy.name === name);
  return at < 0 ? [...policies, ...put] : policies.toSpliced(at, 1, ...put);
}

function newPolicy(configuration: Configuration, place: PolicyPlace, document: object): PolicyText {
  const name = place.kind === "inline" ? place.name : `${place.kind} policy`;
  return { name, text: JSON.stringify(document, undefined, 2), source: sourceOf(configuration, place) };
}

/** Where what holds the policy stands. */
function sourceOf(configuration: Configuration, place: PolicyPlace): PolicyText["source"] {
  const { bucket, backupBucket, roles, keys, deliveryStream } = configuration;
  const holder =
    place.kind === "bucket"
      ? bucket
      : place.kind === "backup-bucket"
        ? backupBucket
        : place.kind === "key"
          ? keys.find(({ arn }) => arn === place.arn)
          : "roleArn" in place
            ? roles.find((role) => roleArn(role) === place.roleArn)
            : undefined;
  return holder?.source ?? deliveryStream.source;
}
