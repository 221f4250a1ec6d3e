/**
 * Who owns an object that account A writes into account B's bucket, and who may read it: three modes of Object Ownership,
 * with and without the ACL that hands the object to the bucket's owner. Firehose always sends that ACL.
 * Source: S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket".
 */
import {
  allowing,
  type ControlName,
  type ObjectAcl,
  onlyArns,
  type Scenario,
  scenario,
  type World,
} from "../harness/index.ts";
import { bucketAllowing, firehoseTrust, roleAllowing, withinSeconds } from "./delivery.ts";

type Mode = "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";

interface Ownership {
  readonly mode: Mode;
  readonly name: string;
  /** What an object with `bucket-owner-full-control` comes to. */
  readonly withAcl: Outcome;
  readonly withoutAcl: Outcome;
}

interface Outcome {
  readonly owner: "A" | "B";
  /** Accounts with FULL_CONTROL, in S3's order. */
  readonly grants: readonly ("A" | "B")[];
}

const ownedByB: Outcome = { owner: "B", grants: ["B"] };
const ownedByA: Outcome = { owner: "A", grants: ["A"] };

const modes: readonly Ownership[] = [
  { mode: "BucketOwnerEnforced", name: "enforced", withAcl: ownedByB, withoutAcl: ownedByB },
  { mode: "BucketOwnerPreferred", name: "preferred", withAcl: ownedByB, withoutAcl: ownedByA },
  { mode: "ObjectWriter", name: "writer", withAcl: { owner: "A", grants: ["A", "B"] }, withoutAcl: ownedByA },
];

const leansOn: readonly ControlName[] = [
  "accounts-have-canonical-user-ids-of-their-own",
  "owner-follows-the-ownership-mode",
];

export const ownershipScenarios: readonly Scenario[] = [
  ...modes.flatMap((ownership) => [
    written(ownership, "with"),
    written(ownership, "without"),
    deliveredInto(ownership),
  ]),
  scenario({
    name: "ownership/enforced-with-another-acl",
    title: "BucketOwnerEnforced refuses any ACL but bucket-owner-full-control",
    shows: "denial",
    twin: "ownership/enforced-with-acl",
    leansOn,
    given: (world) => openBucket(world, "BucketOwnerEnforced"),
    when: (bucket, { accountA, refused }) =>
      refused("account A writes an object with the ACL private, which is refused", () =>
        bucket.writeObject("report", { as: accountA, body: "This is a pen", acl: "private" }),
      ),
    outcome: async (_bucket, { check, expect }, refusal) => {
      await check("error", () =>
        expect(refusal, "the refusal").toEqual({
          code: "AccessControlListNotSupported",
          message: "The bucket does not allow ACLs",
          status: 400,
        }),
      );
    },
  }),
];

/** An object that account A writes by itself; the bucket policy lets it. */
function written({ mode, name, ...outcomes }: Ownership, acl: "with" | "without"): Scenario {
  const outcome = acl === "with" ? outcomes.withAcl : outcomes.withoutAcl;
  const isReadable = outcome.grants.includes("B");
  const withText = acl === "with" ? "with bucket-owner-full-control" : "without an ACL";
  return scenario({
    name: `ownership/${name}-${acl}-acl`,
    title: `under ${mode} an object written ${withText} belongs to account ${outcome.owner}${isReadable ? "" : ", and account B may not read it"}`,
    shows: isReadable ? "allow" : "denial",
    twin: twinOf(name, acl),
    leansOn,
    given: (world) => openBucket(world, mode),
    when: (bucket, { accountA }) =>
      bucket.writeObject("report", {
        as: accountA,
        body: "This is a pen",
        acl: acl === "with" ? "bucket-owner-full-control" : undefined,
      }),
    outcome: async (bucket, { accountA, accountB, check, refused, expect }) => {
      const reader = isReadable ? accountB : accountA;
      await check("owner and grants", async () => {
        const objectAcl = await bucket.readAcl("report", reader);
        judge({ accountA, accountB, expect }, objectAcl, outcome);
      });
      if (isReadable) {
        await check("account B reads it", async () =>
          expect(await bucket.readObject("report"), "the object").toHaveContents("This is a pen"),
        );
        return;
      }
      for (const [what, read] of [
        ["the object", () => bucket.readObject("report")],
        ["its ACL", () => bucket.readAcl("report")],
      ] as const) {
        const refusal = await refused(`account B reads ${what}, which is refused`, read);
        await check(`${what} is closed to account B`, () => expect(refusal.code, "the refusal").toBe("AccessDenied"));
      }
    },
  });
}

/** Under ObjectWriter and BucketOwnerPreferred the ACL alone decides; Enforced refuses others. */
function twinOf(name: string, acl: "with" | "without"): string {
  if (name === "enforced")
    return acl === "with" ? "ownership/enforced-with-another-acl" : "ownership/writer-without-acl";
  return `ownership/${name}-${acl === "with" ? "without" : "with"}-acl`;
}

/** An object that Firehose writes for account A. */
function deliveredInto({ mode, name, withAcl }: Ownership): Scenario {
  return scenario({
    name: `ownership/${name}-delivered`,
    title: `under ${mode} an object that Firehose delivers belongs to account ${withAcl.owner}, and account B reads it`,
    shows: "allow",
    twin: "ownership/writer-without-acl",
    leansOn,
    given: async ({ accountA, accountB }) => {
      const bucket = await accountB.createBucket({ objectOwnership: mode });
      const dataStream = await accountA.createDataStream();
      const parts = { accountA, accountB, bucket, dataStream };
      const role = await accountA.createRole({
        trustPolicy: firehoseTrust(parts),
        identityPolicy: roleAllowing(parts),
      });
      await bucket.putPolicy(bucketAllowing(parts, role));
      const deliveryStream = await accountA.createDeliveryStream({
        source: dataStream,
        deliveryRole: role,
        destination: bucket,
        buffering: { intervalInSeconds: 60, sizeInMiB: 1 },
      });
      return { bucket, dataStream, deliveryStream };
    },
    when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
    outcome: async ({ bucket, deliveryStream }, { accountA, accountB, step, check, expect }) => {
      const object = await step("the object arrives", () =>
        bucket.waitForObject({ from: deliveryStream, withinSeconds }),
      );
      await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
      await check("owner and grants", () => judge({ accountA, accountB, expect }, object.acl, withAcl));
    },
  });
}

/** A bucket of account B's that account A may write into and read from. */
async function openBucket({ accountA, accountB }: World, mode: Mode) {
  const bucket = await accountB.createBucket({ objectOwnership: mode });
  await bucket.putPolicy(
    allowing(["s3:PutObject", "s3:PutObjectAcl", "s3:GetObjectAcl"], onlyArns(bucket.objectsArn), {
      principal: accountA,
    }),
  );
  return bucket;
}

function judge(
  { accountA, accountB, expect }: Pick<World, "accountA" | "accountB" | "expect">,
  acl: ObjectAcl,
  { owner, grants }: Outcome,
): void {
  const accounts = { A: accountA, B: accountB };
  expect(acl, "the owner").toBeOwnedBy(accounts[owner]);
  expect(acl, "the owner").not.toBeOwnedBy(accounts[owner === "A" ? "B" : "A"]);
  expect(acl, "the grants").toGrant(grants.map((name) => [accounts[name], "FULL_CONTROL"] as const));
}
