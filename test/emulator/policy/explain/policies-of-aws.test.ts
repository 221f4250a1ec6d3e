/** What AWS keeps, no account can change: a repair is found beside it. Source: IAM User Guide, "Managed policies and inline policies". */
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type DecisionRecord, explain } from "../../../../emulator/index.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../../support/clients.ts";
import { makeUser, policyOf } from "../../../support/identities.ts";

const ofAws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const creating = { Effect: "Allow", Action: "s3:CreateBucket", Resource: "arn:aws:s3:::b-lake" };
const create = new CreateBucketCommand({ Bucket: "b-lake" });

async function ownPolicy(aws: TwoAccounts, statement: object): Promise<string> {
  const PolicyDocument = policyOf({ ...statement });
  const { Policy } = await aws.a.iam.send(new CreatePolicyCommand({ PolicyName: "own", PolicyDocument }));
  return Policy?.Arn ?? "";
}

/** What is said to let user `ann` create a bucket, and whether she may. */
async function fixFor(aws: TwoAccounts, { attached, boundary }: { attached?: string; boundary?: string }) {
  const { keys } = await makeUser(aws.a, "ann", ...(boundary === undefined ? [] : [{ Action: "*", Resource: "*" }]));
  if (attached !== undefined) {
    await aws.a.iam.send(new AttachUserPolicyCommand({ UserName: "ann", PolicyArn: attached }));
  }
  if (boundary !== undefined) {
    const given = { UserName: "ann", PermissionsBoundary: boundary };
    await aws.a.iam.send(new PutUserPermissionsBoundaryCommand(given));
  }
  const { s3 } = aws.clientsOf(keys);
  const all: DecisionRecord[] = [];
  const end = aws.emulator.decisions.subscribe((record) => all.push(record));
  await errorOf(s3.send(create));
  end();
  const denied = all.findLast(({ decision }) => decision.kind !== "allowed");
  if (denied === undefined) throw new Error("nothing was denied");
  const names = new Map([[aws.accountA.id, "account A"]]);
  const fix = explain(denied.request, denied.decision, names).split("\n").at(-1)?.trim().replace(/\s+/g, " ");
  return { fix, s3 };
}

test("a policy of one's own is completed, one of AWS stays as it is", async () => {
  await using own = await twoAccounts();
  const reading = { Action: "s3:GetObject", Resource: "*" };
  expect((await fixFor(own, { attached: await ownPolicy(own, reading) })).fix).toBe(
    "fix add `s3:CreateBucket` to the Action of statement 1 (policy `own` of user `ann` in account A)",
  );

  await using aws = await twoAccounts();
  const { fix, s3 } = await fixFor(aws, { attached: ofAws("AmazonS3ReadOnlyAccess") });
  expect(fix).toBe(`fix add to a policy of user \`ann\` in account A: ${JSON.stringify(creating)}`);
  const given = { UserName: "ann", PolicyName: "more", PolicyDocument: policyOf(creating) };
  await aws.a.iam.send(new PutUserPolicyCommand(given));
  await s3.send(create);
});

test("a boundary of one's own is widened, one of AWS is replaced", async () => {
  await using own = await twoAccounts();
  const reading = { Action: "s3:GetObject", Resource: "*" };
  expect((await fixFor(own, { boundary: await ownPolicy(own, reading) })).fix).toBe(
    "fix add `s3:CreateBucket` to the Action of statement 1 (permissions boundary `own` of user `ann` in account A)",
  );

  await using aws = await twoAccounts();
  expect((await fixFor(aws, { boundary: ofAws("AmazonS3ReadOnlyAccess") })).fix).toBe(
    `fix add to a permissions boundary of your own, in the place of AWS's \`AmazonS3ReadOnlyAccess\`, of user \`ann\` in account A: ${JSON.stringify(creating)}`,
  );
});

test("a Deny of one's own is changed, that of AWS is detached", async () => {
  await using own = await twoAccounts();
  const denial = { Effect: "Deny", Action: "*", Resource: "*" };
  const { fix } = await fixFor(own, { attached: await ownPolicy(own, denial) });
  expect(fix).toMatch(/^fix except `arn:aws:iam::\d{12}:user\/ann` from statement 1, or remove it/);

  await using aws = await twoAccounts();
  expect((await fixFor(aws, { attached: ofAws("AWSDenyAll") })).fix).toBe(
    "fix detach policy `AWSDenyAll` from user `ann` in account A: AWS keeps it, and no account can change it",
  );
});
