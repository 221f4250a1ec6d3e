import { CreateLogGroupCommand, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, PutResourcePolicyCommand, StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Configuration, RoleConfiguration } from "../configuration.ts";
import { deletedPrincipalsNamed, nameOfGone } from "../principals-named.ts";
import type { SourceLocation } from "../source.ts";
import type { Hands, RefusedCall } from "./hands.ts";
import { CallRefused } from "./hands.ts";

export interface SetUp {
  readonly configuration: Configuration;
  /** The administrator of an account that the configuration names. */
  readonly handsOf: (accountId: string) => Hands;
  /** Lets time pass. */
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Brings both accounts into the state that is described, in the order that AWS demands. What AWS refuses is answered and
 * left out; the rest goes on, so that everything that is wrong shows at once.
 */
export async function setUp({ configuration, handsOf, wait }: SetUp): Promise<readonly RefusedCall[]> {
  const refused: RefusedCall[] = [];
  const attempt: Attempt = async (source, work) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      refused.push({ ...error.refusal, source });
    }
  };
  const { accountA, accountB } = configuration;
  await createPrincipals(configuration, handsOf, attempt);
  await createKeys(configuration, handsOf, attempt);
  await createLogStreams(configuration, handsOf(accountA.id), attempt);
  await createBucket(configuration, handsOf(accountB.id), handsOf(accountA.id), attempt);
  await createDataStream(configuration, handsOf, attempt, wait);
  return refused;
}

/** Makes a call for what stands at `source`. */
type Attempt = (source: SourceLocation, work: () => Promise<unknown>) => Promise<void>;

/** The roles without what they may do first: trust policies and others name them. */
async function createPrincipals(
  { roles, managedPolicies, assumed }: Configuration,
  handsOf: SetUp["handsOf"],
  attempt: Attempt,
): Promise<void> {
  for (const { arn, source } of assumed) {
    const [, accountId = "", kind, path, name = ""] =
      /^arn:aws:iam::(\d{12}):(role|user)(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    await attempt(source, () =>
      kind === "user"
        ? handsOf(accountId).send("iam", new CreateUserCommand({ UserName: name, Path: path }))
        : handsOf(accountId).send(
            "iam",
            new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: trustingNobody(accountId) }),
          ),
    );
  }
  for (const { arn, document } of managedPolicies) {
    const [, accountId = "", path, name = ""] = /^arn:aws:iam::(\d{12}):policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    await attempt(document.source, () =>
      handsOf(accountId).send(
        "iam",
        new CreatePolicyCommand({ PolicyName: name, Path: path, PolicyDocument: document.text }),
      ),
    );
  }
  for (const role of roles) await attempt(role.trustPolicy.source, () => createRole(handsOf(role.accountId), role));
  const described = new Set(managedPolicies.map(({ arn }) => arn));
  const isThere = (arn: string) => described.has(arn) || arn.startsWith(policiesOfAws);
  for (const role of roles) await fillRole(handsOf(role.accountId), role, attempt, isThere);
}

const policiesOfAws = "arn:aws:iam::aws:policy/";

function createRole(hands: Hands, { name, path, trustPolicy, tags = {} }: RoleConfiguration): Promise<unknown> {
  return hands.send(
    "iam",
    new CreateRoleCommand({
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: trustPolicy.text,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
}

/** What is attached and nothing describes is left out: the configuration lists it as not checked. */
async function fillRole(
  hands: Hands,
  role: RoleConfiguration,
  attempt: Attempt,
  isThere: (policyArn: string) => boolean,
): Promise<void> {
  const RoleName = role.name;
  for (const { name, text, source } of role.inlinePolicies) {
    await attempt(source, () =>
      hands.send("iam", new PutRolePolicyCommand({ RoleName, PolicyName: name, PolicyDocument: text })),
    );
  }
  for (const PolicyArn of role.attachedPolicyArns.filter(isThere)) {
    await attempt(role.source, () => attachPolicy(hands, RoleName, PolicyArn));
  }
  const { permissionsBoundaryArn: PermissionsBoundary } = role;
  if (PermissionsBoundary === undefined || !isThere(PermissionsBoundary)) return;
  await attempt(role.source, () =>
    hands.send("iam", new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
  );
}

/** Of the policies that AWS manages only some are known here; that another is not there is no answer of AWS's. */
async function attachPolicy(hands: Hands, RoleName: string, PolicyArn: string): Promise<void> {
  try {
    await hands.send("iam", new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  } catch (error) {
    const isUnknown = error instanceof CallRefused && error.refusal.code === "NoSuchEntity";
    if (!isUnknown || !PolicyArn.startsWith(policiesOfAws)) throw error;
    const message = `The policy ${PolicyArn}, which AWS manages, is not emulated.`;
    throw new CallRefused({ ...error.refusal, code: "NotImplemented", message }, error);
  }
}

/** In the order of the configuration: that of the ids which the emulator was given. */
async function createKeys({ keys }: Configuration, handsOf: SetUp["handsOf"], attempt: Attempt): Promise<void> {
  for (const { arn, aliases, policy, grants, isEnabled, source } of keys) {
    const hands = handsOf(accountIn(arn));
    await attempt(source, () => hands.send("kms", new CreateKeyCommand({})));
    for (const AliasName of aliases) {
      await attempt(source, () => hands.send("kms", new CreateAliasCommand({ AliasName, TargetKeyId: arn })));
    }
    // Given afterwards, so that a policy which AWS refuses leaves a key behind that the rest can name.
    if (policy !== undefined) {
      await attempt(policy.source, () =>
        hands.send("kms", new PutKeyPolicyCommand({ KeyId: arn, Policy: policy.text })),
      );
    }
    for (const grant of grants) {
      await attempt(source, () => hands.send("kms", new CreateGrantCommand({ ...grant, KeyId: arn })));
    }
    if (!isEnabled) await attempt(source, () => hands.send("kms", new DisableKeyCommand({ KeyId: arn })));
  }
}

async function createLogStreams(
  { logStreams, deliveryStream: { source } }: Configuration,
  hands: Hands,
  attempt: Attempt,
): Promise<void> {
  for (const group of new Set(logStreams.map((each) => each.group))) {
    await attempt(source, () => hands.send("logs", new CreateLogGroupCommand({ logGroupName: group })));
  }
  for (const { group, stream } of logStreams) {
    await attempt(source, () =>
      hands.send("logs", new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })),
    );
  }
}

async function createBucket(
  { bucket, accountB }: Configuration,
  hands: Hands,
  handsOfA: Hands,
  attempt: Attempt,
): Promise<void> {
  const { name: Bucket, publicAccessBlock, encryption, isVersioned, policy, source } = bucket;
  await attempt(source, () =>
    hands.send(
      "s3",
      new CreateBucketCommand({
        Bucket,
        ObjectOwnership: bucket.objectOwnership,
        ACL: bucket.acl,
        ...(accountB.region !== "us-east-1" && {
          CreateBucketConfiguration: { LocationConstraint: accountB.region as BucketLocationConstraint },
        }),
      }),
    ),
  );

  if (publicAccessBlock !== undefined) {
    await attempt(source, () =>
      hands.send("s3", new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: publicAccessBlock })),
    );
  }
  if (encryption !== undefined) {
    await attempt(source, () =>
      hands.send(
        "s3",
        new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [encryption] } }),
      ),
    );
  }
  if (isVersioned === true) {
    await attempt(source, () =>
      hands.send("s3", new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } })),
    );
  }
  if (policy !== undefined) {
    await attempt(policy.source, async () => {
      const text = await withDeletedPrincipals(policy.text, handsOfA);
      await hands.send("s3", new PutBucketPolicyCommand({ Bucket, Policy: text.document }));
      await text.delete();
    });
  }
}

/**
 * A policy that AWS shows with a unique id in the place of a principal was saved for a role which is gone since. It comes
 * into being here as there: saved for a role that is deleted afterwards.
 */
async function withDeletedPrincipals(
  text: string,
  hands: Hands,
): Promise<{ readonly document: string; delete(): Promise<void> }> {
  const names: string[] = [];
  let document = text;
  for (const id of new Set(deletedPrincipalsNamed({ text }))) {
    const RoleName = nameOfGone(id);
    names.push(RoleName);
    const trust = trustingNobody(hands.accountId);
    await hands.send("iam", new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    document = document.replaceAll(`"${id}"`, `"arn:aws:iam::${hands.accountId}:role/${RoleName}"`);
  }
  return {
    document,
    async delete() {
      for (const RoleName of names) await hands.send("iam", new DeleteRoleCommand({ RoleName }));
    },
  };
}

async function createDataStream(
  { deliveryStream, dataStream }: Configuration,
  handsOf: SetUp["handsOf"],
  attempt: Attempt,
  wait: SetUp["wait"],
): Promise<void> {
  const { reads } = deliveryStream;
  if (reads === undefined) return;
  const { kmsKeyArn, resourcePolicy } = dataStream ?? {};
  const { source } = dataStream ?? deliveryStream;
  const StreamName = reads.dataStreamArn.replace(/.*:stream\//, "");
  const hands = handsOf(accountIn(reads.dataStreamArn));
  await attempt(source, () => hands.send("kinesis", new CreateStreamCommand({ StreamName, ShardCount: 1 })));
  await wait(untilActiveMs);

  if (kmsKeyArn !== undefined) {
    await attempt(source, () =>
      hands.send("kinesis", new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: kmsKeyArn })),
    );
    await wait(untilActiveMs);
  }
  if (resourcePolicy !== undefined) {
    const { dataStreamArn: ResourceARN } = reads;
    await attempt(resourcePolicy.source, () =>
      hands.send("kinesis", new PutResourcePolicyCommand({ ResourceARN, Policy: resourcePolicy.text })),
    );
  }
}

/** More than data streams and delivery streams take here to become ACTIVE. */
export const untilActiveMs = 15_000;

function accountIn(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function trustingNobody(accountId: string): string {
  const Principal = { AWS: `arn:aws:iam::${accountId}:root` };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal, Action: "sts:AssumeRole" }],
  });
}
