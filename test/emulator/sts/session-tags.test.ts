import { GetRoleCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";

const assumeAndTag = { Action: ["sts:AssumeRole", "sts:TagSession"] };
const assumeAnything = { Action: "sts:*", Resource: "*" };

/** Lets a session see roles whose `team` tag it carries itself. */
const seeOwnTeam = {
  Action: "iam:GetRole",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalTag/team": "data" } },
};

async function userAndRole(aws: TwoAccounts, trustMore: Record<string, unknown> = assumeAndTag) {
  const { keys } = await makeUser(aws.a, "ann", assumeAnything);
  const role = await makeRole(
    aws.a,
    "reader",
    trusting({ AWS: aws.accountA.id }, trustMore),
    seeOwnTeam,
    assumeAnything,
  );
  return { ann: aws.clientsOf(keys), role };
}

test("gives a session its tags as principal tags", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const look = async (team: string) => {
    const session = aws.clientsOf(await assume(ann, role, { Tags: [{ Key: "team", Value: team }] }));
    return session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  };
  expect((await look("data")).Role?.Arn).toBe(role);
  expect((await errorOf(look("ops"))).code).toBe("AccessDenied");
});

test("gives a session its role's tags, which its own take the place of", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  await aws.a.iam.send(new TagRoleCommand({ RoleName: "reader", Tags: [{ Key: "Team", Value: "data" }] }));
  const look = async (Tags?: { Key: string; Value: string }[]) => {
    const session = aws.clientsOf(await assume(ann, role, { Tags }));
    return session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  };
  expect((await look()).Role?.Arn).toBe(role);
  expect((await errorOf(look([{ Key: "team", Value: "ops" }]))).code).toBe("AccessDenied");
});

test("denies tags that the trust policy does not allow to pass", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws, { Action: "sts:AssumeRole" });
  const Tags = [{ Key: "team", Value: "data" }];
  expect((await errorOf(assume(ann, role, { Tags }))).message).toContain("sts:TagSession");
  expect(await assume(ann, role)).toHaveProperty("sessionToken");
});

test("passes transitive tags on to a chained session, and no others", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const chained = async (TransitiveTagKeys?: string[]) => {
    const first = aws.clientsOf(await assume(ann, role, { Tags: [{ Key: "team", Value: "data" }], TransitiveTagKeys }));
    const second = aws.clientsOf(await assume(first, role));
    return second.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  };
  expect((await chained(["team"])).Role?.Arn).toBe(role);
  expect((await errorOf(chained())).code).toBe("AccessDenied");
});

test("does not let a chained session change a transitive tag, in whatever case", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const Tags = [{ Key: "team", Value: "data" }];
  const first = aws.clientsOf(await assume(ann, role, { Tags, TransitiveTagKeys: ["team"] }));
  expect(await errorOf(assume(first, role, { Tags: [{ Key: "TEAM", Value: "ops" }] }))).toEqual({
    code: "InvalidParameterValue",
    message:
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    status: 400,
  });
});

test("refuses tags that differ in case alone and transitive keys without a tag", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const Tags = [
    { Key: "team", Value: "data" },
    { Key: "Team", Value: "data" },
  ];
  expect(await errorOf(assume(ann, role, { Tags }))).toEqual({
    code: "InvalidParameterValue",
    message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    status: 400,
  });
  expect(await errorOf(assume(ann, role, { TransitiveTagKeys: ["team"] }))).toEqual({
    code: "InvalidParameterValue",
    message: "The specified transitive tag key must be included in the requested tags.",
    status: 400,
  });
});
