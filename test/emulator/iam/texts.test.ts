import { CreateRoleCommand, GetRoleCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { twoAccounts } from "../../support/clients.ts";
import { makeRole, policyOf, trusting } from "../../support/identities.ts";

const firehose = trusting({ Service: "firehose.amazonaws.com" });

test.for([
  ["markup", `<b>&"fish" 'n' chips</b>`],
  ["letters beyond ASCII", "Lieferung für Köln"],
  ["line breaks", "one\ntwo\r\nthree\ttab"],
  ["spaces and plus signs", "  1 + 1 = 2  %20 "],
])("keeps %s in a description as they were given", async ([, Description]) => {
  await using aws = await twoAccounts();
  await aws.a.iam.send(
    new CreateRoleCommand({ RoleName: "delivery", AssumeRolePolicyDocument: firehose, Description }),
  );
  const { Role } = await aws.a.iam.send(new GetRoleCommand({ RoleName: "delivery" }));
  expect(Role?.Description).toBe(Description);
});

test("keeps a policy as its author wrote it, spaces and all", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const statement = { Sid: "Write", Action: "s3:PutObject", Resource: "arn:aws:s3:::orders/a b+c(d)*'!~" };
  const PolicyDocument = JSON.stringify(JSON.parse(policyOf(statement)), undefined, "\t").replaceAll("\n", "\r\n");
  const policy = { RoleName: "delivery", PolicyName: "own" };
  await aws.a.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  const shown = await aws.a.iam.send(new GetRolePolicyCommand(policy));
  expect(shown.PolicyDocument).not.toMatch(/[\s!'()*]/);
  expect(decodeURIComponent(shown.PolicyDocument ?? "")).toBe(PolicyDocument);
});
