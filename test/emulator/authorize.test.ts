import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObject$,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { anonymousCaller } from "../../emulator/authenticate.ts";
import { Authorizer } from "../../emulator/authorize.ts";
import type { Organization } from "../../emulator/index.ts";
import type { BoundAction, Call } from "../../emulator/model/action.ts";
import { DecisionLog } from "../../emulator/model/decision-log.ts";
import { noOrganization } from "../../emulator/model/organization.ts";
import type { Service } from "../../emulator/model/service.ts";
import { isPolicyProblem, type Policy, parsePolicy } from "../../emulator/policy/index.ts";
import { errorOf, twoAccounts } from "../support/clients.ts";

const Bucket = "landing";

function controlPolicy(type: "service-control" | "resource-control", ...Statement: readonly object[]): Policy {
  const document = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }));
  if (isPolicyProblem(document)) throw new Error(document.text);
  return { type, name: type, accountId: "999999999999", attachedTo: "r-root", document };
}

/** Every account is in one organization, which the given policies bind at its root. */
function organization(policies: { readonly service?: Policy; readonly resource?: Policy }): Organization {
  const level = (policy: Policy | undefined) => (policy === undefined ? undefined : [[policy]]);
  return {
    serviceControlPolicies: () => level(policies.service),
    resourceControlPolicies: () => level(policies.resource),
    organizationId: () => "o-crosscheck",
    organizationPath: () => "o-crosscheck/r-1234/",
  };
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };

describe("an account in an organization", () => {
  test("is refused, root user and all, what a service control policy denies, and told so", async () => {
    const service = controlPolicy("service-control", everything, {
      Effect: "Deny",
      Action: "s3:CreateBucket",
      Resource: "*",
    });
    await using world = await twoAccounts({ organization: organization({ service }) });
    expect(await errorOf(world.b.s3.send(new CreateBucketCommand({ Bucket })))).toEqual({
      code: "AccessDenied",
      message: `User: arn:aws:iam::${world.accountB.id}:root is not authorized to perform: s3:CreateBucket on resource: "arn:aws:s3:::${Bucket}" with an explicit deny in a service control policy`,
      status: 403,
    });
  });

  test("is not refused what the service control policy allows", async () => {
    const service = controlPolicy("service-control", everything);
    await using world = await twoAccounts({ organization: organization({ service }) });
    await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  });

  test("passes a bucket policy that admits its organization, and hears reasons from another account of it", async () => {
    await using world = await twoAccounts({ organization: organization({}) });
    await world.b.s3.send(new CreateBucketCommand({ Bucket }));
    await world.b.s3.send(new PutObjectCommand({ Bucket, Key: "order", Body: "1" }));
    await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: admitting("o-crosscheck") }));
    await world.a.s3.send(new GetObjectCommand({ Bucket, Key: "order" }));
    await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: admitting("o-other") }));
    expect(await errorOf(world.a.s3.send(new GetObjectCommand({ Bucket, Key: "order" })))).toEqual({
      code: "AccessDenied",
      message: `User: arn:aws:iam::${world.accountA.id}:root is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${Bucket}/order" because no resource-based policy allows the s3:GetObject action`,
      status: 403,
    });
  });

  test("is kept by a resource control policy to principals of its organization", async () => {
    const denyOutsiders = (id: string) => ({
      ...{ Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "*" },
      Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": id } },
    });
    for (const [id, expected] of [
      ["o-crosscheck", "read"],
      ["o-other", "AccessDenied"],
    ] as const) {
      const resource = controlPolicy("resource-control", denyOutsiders(id));
      await using world = await twoAccounts({ organization: organization({ resource }) });
      await world.b.s3.send(new CreateBucketCommand({ Bucket }));
      await world.b.s3.send(new PutObjectCommand({ Bucket, Key: "order", Body: "1" }));
      const read = world.b.s3.send(new GetObjectCommand({ Bucket, Key: "order" }));
      expect(
        await read.then(
          () => "read",
          (error: Error) => error.name,
        ),
      ).toBe(expected);
    }
  });
});

describe("an account outside any organization", () => {
  test("does not pass a bucket policy that admits one organization only, and hears no reason", async () => {
    await using world = await twoAccounts();
    await world.b.s3.send(new CreateBucketCommand({ Bucket }));
    await world.b.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await world.b.s3.send(new PutObjectCommand({ Bucket, Key: "order", Body: "1" }));
    await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: admitting("o-crosscheck") }));
    expect(await errorOf(world.a.s3.send(new GetObjectCommand({ Bucket, Key: "order" })))).toEqual({
      code: "AccessDenied",
      message: "Access Denied",
      status: 403,
    });
  });
});

function admitting(organizationId: string): string {
  const statement = {
    ...{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` },
    Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

test("an action that names no permission is not taken for one that needs none", () => {
  const authorizer = new Authorizer(new DecisionLog(), noOrganization);
  const service = { name: "s3", protocol: { kind: "rest-xml", xmlNamespace: "" } } as unknown as Service;
  const call = { input: {}, caller: anonymousCaller } as unknown as Call<object>;
  const action: BoundAction = { schema: PutObject$, emulates: new Set(), permissions: () => [], run: () => ({}) };
  expect(() => authorizer.authorize(service, action, call)).toThrow("s3:PutObject names no permission to check");
});
