/** The delivery that families of scenarios change one thing of: a data stream and a role in A, a bucket in B. */
import {
  type Account,
  allowing,
  type Bucket,
  type ControlName,
  type DataStream,
  type DeliveryStream,
  deliveryActions,
  type ErrorLog,
  type PolicyDocument,
  type Refusal,
  type Role,
  readActions,
  type Scenario,
  scenario,
  trusting,
  type World,
} from "../harness/index.ts";

/** What a change can be made of. */
export interface Parts {
  readonly accountA: Account;
  readonly accountB: Account;
  readonly bucket: Bucket;
  readonly dataStream: DataStream;
}

/** What differs from the delivery that works. */
export interface Change {
  readonly trustPolicy?: (parts: Parts) => PolicyDocument;
  readonly rolePolicy?: (parts: Parts) => PolicyDocument;
  /** Undefined: the bucket has none. */
  readonly bucketPolicy?: (parts: Parts, role: Role) => PolicyDocument | undefined;
  /**
   * Whether the policies differ only when the delivery stream is ACTIVE: AWS refuses to create one whose bucket does not
   * answer its role.
   */
  readonly isLater?: boolean;
  /** Where the delivery stream tells its errors. */
  readonly errorLog?: ErrorLog;
  /** Whether the role's policy alone decides that it may write there. */
  readonly mayTellErrors?: boolean;
  /** Done when everything is there and before the record is put. */
  readonly afterwards?: (delivery: Delivery, world: World) => Promise<void>;
}

export interface Delivery extends Parts {
  readonly role: Role;
  readonly deliveryStream: DeliveryStream;
}

/** The shortest interval that AWS had for a long time; multipart uploads begin below it. */
const buffering = { intervalInSeconds: 60, sizeInMiB: 1 };

/** Of the target's time: several intervals, for the first delivery of a new stream may be late on AWS. */
export const withinSeconds = 600;

export function firehoseTrust({ accountA }: Pick<Parts, "accountA">): PolicyDocument {
  return trusting({ service: "firehose.amazonaws.com", externalId: accountA.id });
}

/** The role's policy that works, with these S3 actions. */
export function roleAllowing(
  { bucket, dataStream }: Parts,
  actions: readonly string[] = deliveryActions,
  streamActions: readonly string[] = readActions,
): PolicyDocument {
  return allowing(actions, bucket, { sid: "WriteObjects" }).and(
    allowing(streamActions, dataStream, { sid: "ReadStream" }),
  );
}

/** The bucket policy that works, with these S3 actions. */
export function bucketAllowing(
  { bucket }: Parts,
  role: Role,
  actions: readonly string[] = deliveryActions,
): PolicyDocument {
  return allowing(actions, bucket, { sid: "AllowDelivery", principal: role });
}

export async function makeParts({ accountA, accountB }: World): Promise<Parts> {
  const bucket = await accountB.createBucket();
  const dataStream = await accountA.createDataStream();
  return { accountA, accountB, bucket, dataStream };
}

/** Everything but the delivery stream. */
export async function makeRole(parts: Parts, change: Change, account = parts.accountA): Promise<Role> {
  const role = await account.createRole({
    trustPolicy: (change.trustPolicy ?? firehoseTrust)(parts),
    identityPolicy: (change.rolePolicy ?? roleAllowing)(parts),
    mayTellErrors: change.mayTellErrors,
  });
  const bucketPolicy = (change.bucketPolicy ?? bucketAllowing)(parts, role);
  if (bucketPolicy !== undefined) await parts.bucket.putPolicy(bucketPolicy);
  return role;
}

export async function makeDelivery(world: World, change: Change = {}): Promise<Delivery> {
  const parts = await makeParts(world);
  const { rolePolicy, bucketPolicy, ...others } = change;
  const role = await makeRole(parts, change.isLater === true ? others : change);
  const { bucket: destination, dataStream: source } = parts;
  const deliveryStream = await parts.accountA.createDeliveryStream({
    source,
    deliveryRole: role,
    destination,
    buffering,
    errorLog: change.errorLog,
  });
  if (change.isLater === true) await setPolicies(parts, role, { rolePolicy, bucketPolicy });
  const delivery = { ...parts, role, deliveryStream };
  await change.afterwards?.(delivery, world);
  return delivery;
}

async function setPolicies(
  parts: Parts,
  role: Role,
  { rolePolicy, bucketPolicy }: Pick<Change, "rolePolicy" | "bucketPolicy">,
): Promise<void> {
  if (rolePolicy !== undefined) await role.putPolicy(rolePolicy(parts));
  if (bucketPolicy === undefined) return;
  const document = bucketPolicy(parts, role);
  if (document === undefined) await parts.bucket.deletePolicy();
  else await parts.bucket.putPolicy(document);
}

/** The role's policy that works, and lets it write into an error log. */
export function roleTelling(parts: Parts, errorLog: ErrorLog): PolicyDocument {
  return roleAllowing(parts).and(allowing(["logs:PutLogEvents"], errorLog, { sid: "TellErrors" }));
}

/** A delivery whose stream tells its errors in CloudWatch Logs, as far as the role may write there. */
export async function makeLoggedDelivery(
  world: World,
  { mayTell = true, ...change }: Pick<Change, "bucketPolicy" | "isLater"> & { readonly mayTell?: boolean } = {},
): Promise<Delivery & { readonly errorLog: ErrorLog }> {
  const errorLog = await world.accountA.createErrorLog();
  const delivery = await makeDelivery(world, {
    ...change,
    errorLog,
    mayTellErrors: false,
    rolePolicy: (parts) => (mayTell ? roleTelling(parts, errorLog) : roleAllowing(parts)),
  });
  return { ...delivery, errorLog };
}

export interface Variation {
  readonly name: string;
  readonly title: string;
  readonly twin: string;
  readonly change: Change;
  /** Controls beside those that every scenario of its kind leans on. */
  readonly leansOn?: readonly ControlName[];
}

/** Where these do not hold, every delivery succeeds. */
export const deliveryControls: readonly ControlName[] = [
  "identity-policy-is-enforced",
  "bucket-policy-is-enforced",
  "delivery-is-authorized",
];

/** The record arrives all the same. */
export function delivered({ change, leansOn = [], ...names }: Variation): Scenario {
  return scenario({
    ...names,
    shows: "allow",
    leansOn: [...deliveryControls, ...leansOn],
    given: (world) => makeDelivery(world, change),
    when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
    outcome: async ({ bucket, deliveryStream }, { expect, fact, step, check }) => {
      const object = await step("the object arrives", () =>
        bucket.waitForObject({ from: deliveryStream, withinSeconds }),
      );
      fact("key", object.key);
      await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
    },
  });
}

/** The delivery fails with this code of Firehose's, and the bucket stays empty. */
export function notDelivered({
  change,
  code,
  leansOn = [],
  ...names
}: Variation & { readonly code: string }): Scenario {
  return scenario({
    ...names,
    shows: "denial",
    leansOn: [...deliveryControls, "delivery-failures-are-told", ...leansOn],
    given: (world) => makeDelivery(world, change),
    when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
    outcome: async ({ bucket, deliveryStream }, { expect, step, check }) => {
      await step(`it fails with ${code}`, () => deliveryStream.waitForFailure({ code, withinSeconds }));
      await check("nothing arrives", async () => expect(await bucket.keys(), "the bucket's keys").toEqual([]));
    },
  });
}

/** The set-up does not come as far as a delivery: AWS refuses the delivery stream. */
export function creationRefused({
  change,
  roleIn,
  error,
  leansOn = [],
  ...names
}: Variation & {
  /** Where the role is made; account A unless given. */
  readonly roleIn?: (parts: Parts) => Account;
  readonly error: (role: Role, parts: Parts) => Refusal;
}): Scenario {
  return scenario({
    ...names,
    shows: "denial",
    leansOn: ["identity-policy-is-enforced", ...leansOn],
    given: async (world) => {
      const parts = await makeParts(world);
      return { ...parts, role: await makeRole(parts, change, roleIn?.(parts)) };
    },
    when: ({ accountA, bucket, dataStream, role }, { refused }) =>
      refused("account A creates a delivery stream, which is refused", () =>
        accountA.createDeliveryStream({ source: dataStream, deliveryRole: role, destination: bucket }),
      ),
    outcome: async ({ role, ...parts }, { check, expect }, refusal) => {
      await check("error", () => expect(refusal, "the refusal").toEqual(error(role, parts)));
    },
  });
}

/** The set-up does not come as far as a delivery: S3 refuses the bucket policy. */
export function bucketPolicyRefused({
  policy,
  message,
  leansOn = [],
  ...names
}: Omit<Variation, "change"> & {
  /** `role` is there, and what it may do is of no account. */
  readonly policy: (bucket: Bucket, role: Role, accountA: Account) => PolicyDocument;
  readonly message: string;
}): Scenario {
  return scenario({
    ...names,
    shows: "denial",
    leansOn: ["bucket-policies-are-validated", ...leansOn],
    given: async ({ accountA, accountB }) => ({
      bucket: await accountB.createBucket(),
      role: await accountA.createRole({ trustPolicy: firehoseTrust({ accountA }) }),
    }),
    when: ({ bucket, role }, { accountA, refused }) =>
      refused("account B sets the bucket policy, which is refused", () =>
        bucket.putPolicy(policy(bucket, role, accountA)),
      ),
    outcome: async (_given, { check, expect }, refusal) => {
      await check("error", () =>
        expect(refusal, "the refusal").toEqual({ code: "MalformedPolicy", message, status: 400 }),
      );
    },
  });
}
