import { CreatePolicyCommand, GetRoleCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const statement = {
  Effect: "Allow",
  Action: "iam:GetRole",
  Resource: "arn:aws:iam::*:role/${aws:username}",
};

describe("the Version of a policy", () => {
  test.each([[undefined], ["2008-10-17"]])(
    "of %s will do inside a user, and leaves variables as they are",
    async (Version) => {
      await using aws = await twoAccounts();
      await makeRole(aws.a, "ann", trusting({ Service: "firehose.amazonaws.com" }));
      const { keys } = await makeUser(aws.a, "ann");
      const ann = aws.clientsOf(keys);
      const given = (Statement: object) =>
        aws.a.iam.send(
          new PutUserPolicyCommand({
            UserName: "ann",
            PolicyName: "own",
            PolicyDocument: JSON.stringify({ Version, Statement }),
          }),
        );
      const seen = () => ann.iam.send(new GetRoleCommand({ RoleName: "ann" }));
      await given(statement);
      expect(await errorOf(seen())).toMatchObject({ code: "AccessDenied" });
      await given({ ...statement, Resource: "arn:aws:iam::*:role/ann" });
      expect((await seen()).Role?.RoleName).toBe("ann");
    },
  );

  test("has to be the present one in a managed policy", async () => {
    await using aws = await twoAccounts();
    const created = (Version: string | undefined) =>
      aws.a.iam.send(
        new CreatePolicyCommand({ PolicyName: "p", PolicyDocument: JSON.stringify({ Version, Statement: statement }) }),
      );
    for (const version of [undefined, "2008-10-17"]) {
      expect(await errorOf(created(version))).toMatchObject({ code: "MalformedPolicyDocumentException" });
    }
    await created("2012-10-17");
  });
});

test.each([
  ["arn:aws:s3:::*", true],
  ["*", true],
  ["arn:aws:s3:::b-lake", false],
])("buckets are listed under %s: %s", async (Resource, isListed) => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", { Action: "s3:ListAllMyBuckets", Resource });
  const listed = aws.clientsOf(keys).s3.send(new ListBucketsCommand({}));
  if (isListed) expect((await listed).Buckets).toEqual([]);
  else expect(await errorOf(listed)).toMatchObject({ code: "AccessDenied" });
});

test("what is written with the present version has its variables filled in", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "ann", trusting({ Service: "firehose.amazonaws.com" }));
  const { keys } = await makeUser(aws.a, "ann", statement);
  expect(policyOf(statement)).toContain("2012-10-17");
  expect((await aws.clientsOf(keys).iam.send(new GetRoleCommand({ RoleName: "ann" }))).Role?.RoleName).toBe("ann");
});
