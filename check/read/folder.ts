import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import { bucketArn, type ControlPolicyType, formatArn, iamArn, partitionOf } from "../../emulator/index.ts";
import type { KeyConfiguration, PolicyText, RoleConfiguration } from "../configuration.ts";
import { InputError } from "../input-error.ts";
import { emptyPart, type Part, type PartAccount } from "../part.ts";
import { pathInside, readBounded } from "./bounded-file.ts";
import { s3HalfOf } from "./endpoint.ts";
import { type Manifest, manifest } from "./folder-schema.ts";
import { refuseForeignArns } from "./foreign-described.ts";
import { definedOnly, inTurn, valueAt } from "./given.ts";
import { type JsonDocument, type JsonPath, parseJsonDocument } from "./json-document.ts";
import { beyondReach, inForce } from "./organization-policy.ts";
import { policyInFile, policyInside } from "./policy-in-json.ts";
import { trustAssumed, usualTrustPolicy } from "./usual-trust.ts";
import { validated } from "./validated.ts";

export const manifestName = "crosscheck.json";

/** Whether the input is a folder with a manifest, or such a manifest. */
export async function isManifestFolder(input: string): Promise<boolean> {
  const found = await stat(input).catch(() => undefined);
  if (found?.isFile()) return input.endsWith(manifestName);
  if (!found?.isDirectory()) return false;
  const inside = await stat(join(input, manifestName)).catch(() => undefined);
  return inside?.isFile() === true;
}

/**
 * Reads a folder of plain policies: `crosscheck.json` says what there is, policies stand in it or in files beside it. A
 * folder may describe one side only; two are given then. Rejects with an `InputError` where it cannot be used.
 */
export async function readFolder(folder: string): Promise<Part> {
  const root = folder.endsWith(manifestName) ? join(folder, "..") : folder;
  const file = join(root, manifestName);
  const document = parseJsonDocument(await readBounded(file), file);
  const said = validated(manifest, document);
  return new FolderReader(root, document, said).read();
}

/** 20 KiB are the most that AWS takes of any policy; what is larger is refused by AWS, which is a finding. */
const mostPolicyBytes = 1024 * 1024;

class FolderReader {
  readonly #folder: string;
  readonly #document: JsonDocument;
  readonly #said: Manifest;

  constructor(folder: string, document: JsonDocument, said: Manifest) {
    this.#folder = folder;
    this.#document = document;
    this.#said = said;
  }

  async read(): Promise<Part> {
    const { logStreams, assumed } = this.#said;
    refuseForeignArns(this.#said, this.#document);
    const organizations = await this.#organizations();
    return {
      ...emptyPart,
      accounts: this.#accounts(),
      dataStreams: await this.#dataStreams(),
      deliveryStreams: this.#deliveryStreams(),
      roles: await inTurn(Object.keys(this.#said.roles), (name) => this.#role(name)),
      managedPolicies: await inTurn(Object.keys(this.#said.managedPolicies), async (arn) => ({
        arn,
        document: await this.#policy(arn.replace(/.*\//, ""), ["managedPolicies", arn]),
      })),
      buckets: await this.#buckets(),
      keys: await this.#keys(),
      logStreams,
      organizations,
      notChecked: organizations.flatMap(beyondReach),
      assumed: assumed.map((arn, at) => ({ arn, source: this.#at("assumed", at) })),
      assumptions: this.#assumptions(),
    };
  }

  #at(...path: JsonPath) {
    return this.#document.locationOf(path);
  }

  #placed(...path: JsonPath) {
    const { file: name, text } = this.#document;
    return { source: this.#at(...path), manifest: { name, text, format: "json", path } } as const;
  }

  #accounts(): readonly PartAccount[] {
    const { accountA, accountB } = this.#said;
    return [
      ...(accountA === undefined ? [] : [{ ...accountA, side: "A" as const, source: this.#at("accountA") }]),
      ...(accountB === undefined ? [] : [{ ...accountB, side: "B" as const, source: this.#at("accountB") }]),
    ];
  }

  /** The account that something in the manifest belongs to. */
  #account(side: "A" | "B", what: string, ...path: JsonPath) {
    const account = side === "A" ? this.#said.accountA : this.#said.accountB;
    if (account !== undefined) return account;
    const member = `account${side}`;
    throw new InputError(
      this.#at(...path),
      `${what} is account ${side}'s, which is not described`,
      `add \`${member}\``,
    );
  }

  /** Where all is in one account, B is A. */
  #accountOfBucket() {
    return this.#said.accountB ?? this.#said.accountA ?? this.#account("B", "the bucket", "bucket");
  }

  async #dataStreams(): Promise<Part["dataStreams"]> {
    const { dataStream } = this.#said;
    if (dataStream === undefined) return [];
    const { kmsKeyArn, streamMode, shardCount } = dataStream;
    const resourcePolicy = await this.#optionalPolicy("data stream policy", ["dataStream", "resourcePolicy"]);
    const arn = this.#dataStreamArn();
    const settings = definedOnly({ kmsKeyArn, resourcePolicy, streamMode, shardCount });
    return [{ arn, ...settings, ...this.#placed("dataStream") }];
  }

  #dataStreamArn(): string {
    const { id, region } = this.#account("A", "the data stream", "dataStream");
    return formatArn("kinesis", region, id, `stream/${this.#said.dataStream?.name}`);
  }

  #deliveryStreams(): Part["deliveryStreams"] {
    const { deliveryStream: said, dataStream } = this.#said;
    if (said === undefined) return [];
    const half = Object.entries(said).flatMap(([member, settings]) =>
      typeof settings === "object" ? (s3HalfOf(member, settings) ?? []) : [],
    )[0];
    // What was read as text is checked where AWS checks it.
    const deliveryStream =
      half === undefined ? said : { ...said, destination: half.destination as typeof said.destination };
    const { id: accountId, region } = this.#account("A", "the delivery stream", "deliveryStream");
    const { name, readRole, DeliveryStreamEncryptionConfigurationInput: encryption } = deliveryStream;
    const RoleARN = this.#writingRole(deliveryStream);
    const reads = dataStream && {
      dataStreamArn: this.#dataStreamArn(),
      roleArn: readRole === undefined ? RoleARN : this.#roleArn(readRole),
    };
    const given = { ...deliveryStream.destination, RoleARN, BucketARN: this.#bucketArn(deliveryStream) };
    return [
      {
        name,
        accountId,
        region,
        ...definedOnly({ reads, encryption, endpoint: half?.endpoint }),
        destination: given as ExtendedS3DestinationConfiguration,
        // A change of a destination is shown in `destination`.
        ...(half === undefined ? this.#placed("deliveryStream") : { source: this.#at("deliveryStream") }),
      },
    ];
  }

  #writingRole({ role, destination }: NonNullable<Manifest["deliveryStream"]>): string {
    const named = destination?.RoleARN ?? role;
    if (named !== undefined) return this.#roleArn(named);
    throw new InputError(
      this.#at("deliveryStream"),
      "has no role",
      "add `role`: the name of one of `roles`, or an ARN",
    );
  }

  #bucketArn({ destination }: NonNullable<Manifest["deliveryStream"]>): string {
    const arn = destination?.BucketARN;
    if (arn !== undefined) return arn;
    const { bucket } = this.#said;
    if (bucket !== undefined) return bucketArn(this.#accountOfBucket().region, bucket.name);
    throw new InputError(
      this.#at("deliveryStream"),
      "names no bucket, and `bucket` is not described",
      "add `destination.BucketARN` or `bucket`",
    );
  }

  /** A role that is described has its path; any other is taken by its name. */
  #roleArn(named: string): string {
    if (named.startsWith("arn:")) return named;
    const { account = "A", path = "/" } = this.#said.roles[named] ?? {};
    const { id, region } = this.#account(account, `role \`${named}\``, "deliveryStream");
    return iamArn(region, id, `role${path}${named}`);
  }

  /** Of roles that the delivery takes. */
  #assumptions(): Part["assumptions"] {
    const { role, readRole, destination } = this.#said.deliveryStream ?? {};
    const taken = [role, readRole, destination?.RoleARN].map((named) => named?.replace(/^.*\//, ""));
    return Object.entries(this.#said.roles)
      .filter(([name, { trustPolicy }]) => trustPolicy === undefined && taken.includes(name))
      .map(([name]) => ({ text: trustAssumed(`role \`${name}\``), source: this.#at("roles", name) }));
  }

  async #role(name: string): Promise<RoleConfiguration> {
    const { roles } = this.#said;
    const said = roles[name];
    if (said === undefined) throw new RangeError(`role ${name} is not in the manifest`);
    const at: JsonPath = ["roles", name];
    const { id: accountId, region } = this.#account(said.account, `role \`${name}\``, ...at);
    const { path, permissionsBoundary, roleId, tags } = said;
    const trustPolicy = await this.#optionalPolicy("trust policy", [...at, "trustPolicy"]);
    const inlinePolicies = await inTurn(Object.keys(said.policies), (policy) =>
      this.#policy(policy, [...at, "policies", policy]),
    );
    const policyArn = (named: string) =>
      named.startsWith("arn:") ? named : iamArn(region, accountId, `policy/${named}`);
    const permissionsBoundaryArn = permissionsBoundary === undefined ? undefined : policyArn(permissionsBoundary);
    return {
      accountId,
      partition: partitionOf(region).name,
      path,
      name,
      trustPolicy: trustPolicy ?? usualTrustPolicy(this.#at(...at)),
      inlinePolicies,
      attachedPolicyArns: said.managedPolicies.map(policyArn),
      ...definedOnly({ permissionsBoundaryArn, roleId, tags }),
      ...this.#placed(...at),
    };
  }

  async #buckets(): Promise<Part["buckets"]> {
    const { bucket, backupBucket } = this.#said;
    return [
      ...(bucket === undefined ? [] : [await this.#bucket(bucket, "bucket", this.#accountOfBucket())]),
      ...(backupBucket === undefined
        ? []
        : [
            await this.#bucket(
              backupBucket,
              "backupBucket",
              backupBucket.account === undefined
                ? this.#accountOfBucket()
                : this.#account(backupBucket.account, "the bucket", "backupBucket"),
            ),
          ]),
    ];
  }

  async #bucket(
    bucket: NonNullable<Manifest["bucket"]>,
    member: "bucket" | "backupBucket",
    { id: accountId, region }: { readonly id: string; readonly region: string },
  ): Promise<Part["buckets"][number]> {
    const { name, objectOwnership, acl, publicAccessBlock, isVersioned, namespace } = bucket;
    const { BucketKeyEnabled, ...byDefault } = bucket.encryption ?? {};
    const encryption = bucket.encryption && {
      ApplyServerSideEncryptionByDefault: byDefault as { SSEAlgorithm: "AES256" },
      ...definedOnly({ BucketKeyEnabled }),
    };
    const policy = await this.#optionalPolicy("bucket policy", [member, "policy"]);
    const settings = definedOnly({
      ...{ policy, objectOwnership, acl, publicAccessBlock, encryption, isVersioned, namespace },
    });
    return { name, accountId, region, ...settings, ...this.#placed(member) };
  }

  #keys(): Promise<Part["keys"]> {
    return inTurn([...this.#said.keys.entries()], async ([at, { arn, aliases, grants, isEnabled }]) => ({
      arn,
      aliases,
      ...definedOnly({ policy: await this.#optionalPolicy("key policy", ["keys", at, "policy"]) }),
      // Which operations there are is asked where AWS asks it: when the grant is made.
      grants: grants as KeyConfiguration["grants"],
      isEnabled,
      ...this.#placed("keys", at),
    }));
  }

  async #organizations(): Promise<Part["organizations"]> {
    const { organization } = this.#said;
    if (organization === undefined) return [];
    const members = await inTurn(["A", "B"] as const, async (side) => {
      const member = `account${side}` as const;
      const said = organization[member];
      if (said === undefined) return [];
      const named = (list: "serviceControlPolicies" | "resourceControlPolicies", type: ControlPolicyType) =>
        inTurn(Object.keys(said[list]), async (name) =>
          inForce(await this.#policy(name, ["organization", member, list, name]), type),
        );
      return [
        {
          accountId: this.#account(side, "the member of the organization", "organization", member).id,
          serviceControlPolicies: await named("serviceControlPolicies", "service-control"),
          ...definedOnly({ isFullAccessDetached: said.isFullAccessDetached, path: said.path }),
          resourceControlPolicies: await named("resourceControlPolicies", "resource-control"),
        },
      ];
    });
    return [{ id: organization.id, members: members.flat(), source: this.#at("organization") }];
  }

  async #optionalPolicy(name: string, path: JsonPath): Promise<PolicyText | undefined> {
    return valueAt(this.#document.value, path) === undefined ? undefined : this.#policy(name, path);
  }

  async #policy(name: string, path: JsonPath): Promise<PolicyText> {
    const said = valueAt(this.#document.value, path);
    if (typeof said !== "string") return policyInside(name, this.#document, path);
    const askedFor = this.#at(...path);
    const file = await pathInside(this.#folder, said, askedFor);
    return policyInFile(name, file, await readBounded(file, { limit: mostPolicyBytes, askedFor }));
  }
}
