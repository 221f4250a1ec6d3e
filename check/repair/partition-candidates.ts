import type { Configuration } from "../configuration.ts";
import { foreignPoliciesOf, foreignValues } from "../foreign-arns.ts";
import { inPartition, partitionIn } from "../partitions.ts";
import { findPolicy, placeText, policyPlaces } from "../places/places.ts";
import { deliveryRoles } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { mapTexts } from "../unknown/texts.ts";
import type { ConfigurationChange } from "./change.ts";
import type { Candidate } from "./placed.ts";

/** ARNs of another partition as the same things are called in this one: in one policy, role or delivery stream at a time. */
export function partitionCandidates(configuration: Configuration): readonly Candidate[] {
  const partition = partitionIn(configuration);
  const one = (change: ConfigurationChange): Candidate => [change];
  const deliveryStream = inDeliveryStream(configuration, partition);
  return [
    ...inPolicies(configuration, partition).map(one),
    ...inRoles(configuration, partition).map(one),
    ...(deliveryStream.length === 0 ? [] : [deliveryStream]),
    ...inEncryption(configuration, partition).map(one),
  ];
}

function inItsPartition(partition: string, where: string): string {
  return `let the ARNs of ${where} begin with \`arn:${partition}:\`, the partition that it is in`;
}

function inPolicies(configuration: Configuration, partition: string): readonly ConfigurationChange[] {
  return policyPlaces(configuration).flatMap((place): readonly ConfigurationChange[] => {
    const found = foreignValues(findPolicy(configuration, place)?.text ?? "", partition);
    if (found.length === 0) return [];
    const edits = found.map(({ path, arn }) => ({ path, value: inPartition(arn, partition) }));
    const statements = [...new Set(found.map(({ statement }) => statement))].join(", ");
    const text = inItsPartition(partition, `${statements} of ${placeText(place, configuration)}`);
    return [{ kind: "edit-policy", place, edits, text }];
  });
}

function inRoles(configuration: Configuration, partition: string): readonly ConfigurationChange[] {
  return deliveryRoles(configuration)
    .filter((role) => foreignPoliciesOf(role, partition).length > 0)
    .map((role) => {
      const { attachedPolicyArns, permissionsBoundaryArn } = role;
      return {
        kind: "set-role",
        roleArn: roleArn(role),
        settings: changed({ attachedPolicyArns, permissionsBoundaryArn }, partition),
        text: inItsPartition(partition, `the policies of role \`${role.name}\``),
      };
    });
}

/** What it writes to and what it reads together: one role may do both. */
function inDeliveryStream({ deliveryStream }: Configuration, partition: string): readonly ConfigurationChange[] {
  const { destination, reads, name } = deliveryStream;
  const settings = changed(destination, partition);
  const source = changed(reads ?? {}, partition);
  const of = (what: string) => inItsPartition(partition, `${what} of delivery stream \`${name}\``);
  return [
    ...(Object.keys(settings).length > 0
      ? [{ kind: "set-destination", settings, text: of(Object.keys(settings).join(", ")) } as const]
      : []),
    ...(Object.keys(source).length > 0
      ? [{ kind: "set-source", settings: source, text: of("the source") } as const]
      : []),
  ];
}

function inEncryption({ bucket, dataStream }: Configuration, partition: string): readonly ConfigurationChange[] {
  const ofBucket = changed({ encryption: bucket.encryption }, partition);
  const ofDataStream = changed({ kmsKeyArn: dataStream?.kmsKeyArn }, partition);
  return [
    ...(ofBucket.encryption === undefined
      ? []
      : [
          {
            kind: "set-bucket",
            settings: ofBucket,
            text: inItsPartition(partition, `the key of bucket \`${bucket.name}\``),
          } as const,
        ]),
    ...(ofDataStream.kmsKeyArn === undefined
      ? []
      : [
          {
            kind: "set-data-stream",
            settings: ofDataStream,
            text: inItsPartition(partition, "the key of the data stream"),
          } as const,
        ]),
  ];
}

/** The members with an ARN of another partition, with ARNs of this one. */
function changed<Members extends object>(members: Members, partition: string): Partial<Members> {
  const entries = Object.entries(members).flatMap(([name, value]) => {
    const mended = mapTexts(value, (text) => inPartition(text, partition));
    return JSON.stringify(mended) === JSON.stringify(value) ? [] : [[name, mended] as const];
  });
  return Object.fromEntries(entries) as Partial<Members>;
}
