import {
  CreatePolicyCommand,
  GetPolicyCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const firehose = trusting({ Service: "firehose.amazonaws.com" });
const tag = (Key: string, Value: string) => ({ Key, Value });

async function makePolicy(aws: TwoAccounts, ...tags: readonly { Key: string; Value: string }[]): Promise<string> {
  const PolicyDocument = policyOf({ Action: "s3:GetObject", Resource: "*" });
  const create = new CreatePolicyCommand({ PolicyName: "read", PolicyDocument, Tags: [...tags] });
  return (await aws.a.iam.send(create)).Policy?.Arn ?? "";
}

test("adds, changes and removes tags of a role", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "reader", firehose);
  const RoleName = "reader";
  await aws.a.iam.send(new TagRoleCommand({ RoleName, Tags: [tag("team", "data"), tag("cost", "1")] }));
  await aws.a.iam.send(new TagRoleCommand({ RoleName, Tags: [tag("cost", "2")] }));
  await aws.a.iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["TEAM", "missing"] }));
  expect((await aws.a.iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([tag("cost", "2")]);
});

test("tells the tags of a managed policy apart by case, and lists the short keys first", async () => {
  await using aws = await twoAccounts();
  const PolicyArn = await makePolicy(aws, tag("abc", "1"), tag("b", "2"), tag("a", "3"));
  await aws.a.iam.send(new TagPolicyCommand({ PolicyArn, Tags: [tag("A", "4")] }));
  const listed = async () => (await aws.a.iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags;
  expect(await listed()).toEqual([tag("A", "4"), tag("a", "3"), tag("b", "2"), tag("abc", "1")]);
  await aws.a.iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ["a"] }));
  expect(await listed()).toEqual([tag("A", "4"), tag("b", "2"), tag("abc", "1")]);
});

test("lets a user see only policies with the tag that its own policy demands", async () => {
  await using aws = await twoAccounts();
  const PolicyArn = await makePolicy(aws);
  const Condition = { StringEquals: { "iam:ResourceTag/team": "data" } };
  const { keys } = await makeUser(aws.a, "ann", { Action: "iam:GetPolicy", Resource: "*", Condition });
  const look = () => aws.clientsOf(keys).iam.send(new GetPolicyCommand({ PolicyArn }));
  expect((await errorOf(look())).code).toBe("AccessDenied");
  await aws.a.iam.send(new TagPolicyCommand({ PolicyArn, Tags: [tag("team", "data")] }));
  expect((await look()).Policy?.Arn).toBe(PolicyArn);
});
