import { describe, expect, test } from "vitest";
import type { Configuration, RoleConfiguration } from "../../check/configuration.ts";
import { findRepair } from "../../check/repair/search.ts";
import { judge } from "../../check/unknown/judge.ts";
import { accountA, allowDelivery, article, firehoseTrust, policyText, roleArn } from "./article.ts";

async function tryOut(configuration: Configuration) {
  return (await judge(configuration, { by: "direct" })).outcome;
}

const operatorArn = `arn:aws:iam::${accountA}:role/operator`;

function trusting(arn: string) {
  return { Effect: "Allow", Principal: { AWS: arn }, Action: "sts:AssumeRole" };
}

function operator(...trust: readonly object[]): RoleConfiguration {
  return {
    accountId: accountA,
    partition: "aws",
    name: "operator",
    trustPolicy: policyText("trust policy", ...trust),
    inlinePolicies: [],
    attachedPolicyArns: [],
    source: { file: "test" },
  };
}

function withRoles(trust: readonly object[], ...others: readonly RoleConfiguration[]): readonly Configuration[] {
  const configuration = article({ trust });
  const roles = [...configuration.roles, ...others];
  return [roles, roles.toReversed()].map((each) => ({ ...configuration, roles: each }));
}

describe("a trust policy, in whatever order the input has the roles", () => {
  test("names another role", async () => {
    for (const configuration of withRoles([firehoseTrust, trusting(operatorArn)], operator(firehoseTrust))) {
      expect(await tryOut(configuration)).toMatchObject({ kind: "works", refused: [] });
    }
  });

  test("names the role itself, and roles name each other", async () => {
    const [alone] = withRoles([firehoseTrust, trusting(roleArn)]);
    expect(alone && (await tryOut(alone)).kind).toBe("works");
    for (const configuration of withRoles([firehoseTrust, trusting(operatorArn)], operator(trusting(roleArn)))) {
      expect(await tryOut(configuration)).toMatchObject({ kind: "works", refused: [] });
    }
  });

  test("is refused as at the role's creation where it names one who is not there", async () => {
    const elsewhere = `arn:aws:iam::${accountA}:role/team/operator`;
    for (const configuration of withRoles([firehoseTrust, trusting(elsewhere)], operator(firehoseTrust))) {
      const { kind, cause, refused } = await tryOut(configuration);
      expect(kind).toBe("broken");
      expect(cause).toMatchObject({ action: "iam:CreateRole", code: "MalformedPolicyDocument" });
      expect(cause?.message).toBe(`Invalid principal in policy: "AWS":"${elsewhere}"`);
      expect(refused.filter(({ call }) => call === "iam:CreateRole")).toHaveLength(1);
    }
  });
});

describe("the unique id that the input gives for a role", () => {
  const roleId = "AROAEXAMPLEEXAMPLE123";

  function withId(id: string, bucket: readonly object[]): Configuration {
    const configuration = article({ bucket });
    return { ...configuration, roles: configuration.roles.map((role) => ({ ...role, roleId: id })) };
  }

  const unlessTheId = {
    ...{ Sid: "OnlyById", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: allowDelivery.Resource },
    Condition: { StringNotLike: { "aws:userId": [`${roleId}:*`, "222222222222"] } },
  };

  test("is what aws:userId begins with", async () => {
    expect((await tryOut(withId(roleId, [allowDelivery, unlessTheId]))).kind).toBe("works");
    const recreated = await tryOut(withId("AROAEXAMPLEEXAMPLE456", [allowDelivery, unlessTheId]));
    expect(recreated).toMatchObject({ kind: "broken", cause: { kind: "delivery-denied" } });
  });

  test("means that role in the place of a principal; another means one who is gone", async () => {
    const byId = { ...allowDelivery, Principal: { AWS: roleId } };
    expect((await tryOut(withId(roleId, [byId]))).kind).toBe("works");
    expect((await tryOut(withId("AROAEXAMPLEEXAMPLE456", [byId]))).kind).toBe("broken");
  });

  test("stays in a policy that is repaired", async () => {
    const { Action, ...others } = allowDelivery;
    const without = { ...others, Principal: { AWS: roleId }, Action: Action.filter((each) => each !== "s3:PutObject") };
    const configuration = withId(roleId, [without]);
    const repair = await findRepair(configuration);
    expect(repair?.configuration.bucket.policy?.text).toContain(roleId);
  });
});
