/** Policies of an organization on the two accounts: who is bound by which, and how a failure names them. */
import { describe, expect, test } from "vitest";
import { type EmbeddedSettings, embedded, runScenario } from "../../harness/index.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";
import { delivered } from "../../scenarios/delivery.ts";

const noUploads = {
  name: "NoUploads",
  document: {
    Version: "2012-10-17",
    Statement: [{ Sid: "NoPut", Effect: "Deny", Action: "s3:PutObject", Resource: "*" }],
  },
};
const everything = {
  name: "FullAWSAccess",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};
const foreignersOut = {
  name: "ForeignersOut",
  document: {
    Version: "2012-10-17",
    Statement: [{ Sid: "OwnOnly", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "*" }],
  },
};

async function messageUnder(organization: NonNullable<EmbeddedSettings["organization"]>): Promise<string> {
  const scenario = delivered({ name: "delivery", title: "the record arrives", twin: "none", change: {} });
  const { verdict } = await runScenario(scenario, embedded({ organization }));
  return verdict.kind === "failed" ? verdict.failure.message : verdict.kind;
}

describe("accounts in an organization", () => {
  test("deliver as before where nothing binds them", async () => {
    const organization: EmbeddedSettings["organization"] = ({ A, B }) => ({
      id: "o-crosscheck01",
      root: { accounts: [{ id: A }, { id: B }] },
    });
    expect((await runScenario(crossAccountDelivery, embedded({ organization }))).verdict).toEqual({ kind: "passed" });
  });

  test("a service control policy on account A binds its role", async () => {
    const message = await messageUnder(({ A, B }) => ({
      id: "o-crosscheck01",
      root: { accounts: [{ id: A, serviceControlPolicies: [everything, noUploads] }, { id: B }] },
    }));
    expect(message).toContain("S3.AccessDenied");
    expect(message).toMatch(/explicitly denied by .*`NoUploads`, statement `NoPut`/);
  });

  test("a service control policy on account B does not bind account A's role", async () => {
    const message = await messageUnder(({ A, B }) => ({
      id: "o-crosscheck01",
      root: { accounts: [{ id: A }, { id: B, serviceControlPolicies: [everything, noUploads] }] },
    }));
    expect(message).toBe("passed");
  });

  test("a resource control policy on account B binds account A's role", async () => {
    const message = await messageUnder(({ A, B }) => ({
      id: "o-crosscheck01",
      root: { accounts: [{ id: A }, { id: B, resourceControlPolicies: [foreignersOut] }] },
    }));
    expect(message).toContain("S3.AccessDenied");
    expect(message).toMatch(/explicitly denied by .*`ForeignersOut`, statement `OwnOnly`/);
  });
});
