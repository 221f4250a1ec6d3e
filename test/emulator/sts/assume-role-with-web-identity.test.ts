import { CreateOpenIDConnectProviderCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeRole, policyOf, trusting } from "../../support/identities.ts";
import { audience, type Issuer, makeIssuer, subject } from "../../support/issuer.ts";

const issuer = makeIssuer();
const host = "token.actions.githubusercontent.com";
const isOurs = { StringEquals: { [`${host}:aud`]: audience }, StringLike: { [`${host}:sub`]: "repo:octo-org/*" } };

/** Account A trusts the issuer and lets jobs of one repository's owner take the role `harness`. */
async function world(known: Issuer = issuer, Condition: object = isOurs) {
  const aws = await twoAccounts({ issuers: [known] });
  const provider = new CreateOpenIDConnectProviderCommand({ Url: known.issuer, ClientIDList: [audience] });
  const { OpenIDConnectProviderArn } = await aws.a.iam.send(provider);
  const Principal = { Federated: OpenIDConnectProviderArn };
  const trust = policyOf({ Principal, Action: "sts:AssumeRoleWithWebIdentity", Condition });
  const role = await makeRole(aws.a, "harness", trust, { Action: "s3:CreateBucket", Resource: "*" });
  return Object.assign(aws, { role });
}

/** As a client calls that has no credentials at all. */
async function assume(
  { emulator: { url: endpoint, region } }: TwoAccounts,
  input: Omit<AssumeRoleWithWebIdentityCommandInput, "RoleSessionName">,
) {
  const none = async () => {
    throw new Error("no credentials are to be asked for");
  };
  const sts = new STSClient({ endpoint, region, maxAttempts: 1, credentials: none });
  try {
    return await sts.send(new AssumeRoleWithWebIdentityCommand({ RoleSessionName: "nightly", ...input }));
  } finally {
    sts.destroy();
  }
}

const refusedByTrust = {
  code: "AccessDenied",
  message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
  status: 403,
};

describe("a web identity", () => {
  test.each(["RSA", "EC"] as const)("takes a role that trusts it, without a signature: %s", async (type) => {
    const known = makeIssuer(undefined, type);
    await using aws = await world(known);
    const answer = await assume(aws, { RoleArn: aws.role, WebIdentityToken: known.token(Date.now()) });
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: subject,
      Provider: issuer.issuer,
      Audience: audience,
      AssumedRoleUser: { Arn: `arn:aws:sts::${aws.accountA.id}:assumed-role/harness/nightly` },
    });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = answer.Credentials ?? {};
    const session = aws.clientsOf({
      ...{ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    });
    expect((await session.sts.send(new GetCallerIdentityCommand())).Arn).toBe(answer.AssumedRoleUser?.Arn);
    await session.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  });

  test.each([
    ["subject", { sub: "repo:other-org/octo-repo:ref:refs/heads/main" }],
    ["audience", { aud: audience, azp: "other" }],
  ])("is refused by a trust policy that asks for another %s", async (_name, claims) => {
    await using aws = await world();
    const WebIdentityToken = issuer.token(Date.now(), claims);
    expect(await errorOf(assume(aws, { RoleArn: aws.role, WebIdentityToken }))).toEqual(refusedByTrust);
  });

  test("is refused a role that trusts another provider, and one that is not there, in the same words", async () => {
    await using aws = await world();
    const Federated = `arn:aws:iam::${aws.accountA.id}:oidc-provider/other.example.com`;
    const other = await makeRole(aws.a, "other", trusting({ Federated }, { Action: "sts:AssumeRoleWithWebIdentity" }));
    const WebIdentityToken = issuer.token(Date.now());
    for (const RoleArn of [other, `arn:aws:iam::${aws.accountA.id}:role/none`]) {
      expect(await errorOf(assume(aws, { RoleArn, WebIdentityToken }))).toEqual(refusedByTrust);
    }
  });

  test("is refused a role that lets it do something else than this", async () => {
    await using aws = await world();
    const Federated = `arn:aws:iam::${aws.accountA.id}:oidc-provider/${host}`;
    const RoleArn = await makeRole(aws.a, "other", trusting({ Federated }));
    const WebIdentityToken = issuer.token(Date.now());
    expect(await errorOf(assume(aws, { RoleArn, WebIdentityToken }))).toEqual(refusedByTrust);
  });

  test("marks its session with the provider", async () => {
    await using aws = await world();
    const provider = `arn:aws:iam::${aws.accountA.id}:oidc-provider/${host}`;
    const Condition = { StringEquals: { "aws:FederatedProvider": provider } };
    const PolicyDocument = policyOf({ Effect: "Deny", Action: "s3:CreateBucket", Resource: "*", Condition });
    await aws.a.iam.send(new PutRolePolicyCommand({ RoleName: "harness", PolicyName: "deny", PolicyDocument }));
    const { Credentials } = await assume(aws, { RoleArn: aws.role, WebIdentityToken: issuer.token(Date.now()) });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const session = aws.clientsOf({
      ...{ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    });
    const create = session.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
    expect((await errorOf(create)).code).toBe("AccessDenied");
  });

  test("holds no longer than the role's sessions may", async () => {
    await using aws = await world();
    const call = { RoleArn: aws.role, WebIdentityToken: issuer.token(Date.now()), DurationSeconds: 7200 };
    expect(await errorOf(assume(aws, call))).toMatchObject({ code: "ValidationError" });
  });
});

describe("a token", () => {
  const refused = (message: string) => ({ code: "InvalidIdentityTokenException", message, status: 400 });
  const malformed = refused(
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  );
  const badSignature = refused("The signature of the ID Token provided is not valid.");

  test.each([
    ["text", "not-a-token", malformed],
    ["token that has no subject", issuer.token(Date.now(), { sub: undefined }), malformed],
    ["token that is never to end", issuer.token(Date.now(), { exp: undefined }), malformed],
    ["unsigned token", `${issuer.token(Date.now(), {}, { alg: "none" }).split(".").slice(0, 2).join(".")}.`, malformed],
    ["token that says it needs no signature", issuer.token(Date.now(), {}, { alg: "none" }), badSignature],
    ["token of another algorithm than its key's", issuer.token(Date.now(), {}, { alg: "HS256" }), badSignature],
    ["token of an unknown key", issuer.token(Date.now(), {}, { kid: "key-2" }), badSignature],
    ["token that someone else signed", makeIssuer().token(Date.now()), badSignature],
    ["changed token", tampered(issuer.token(Date.now())), badSignature],
    ["token for another audience", issuer.token(Date.now(), { aud: "other" }), refused("Incorrect token audience")],
    [
      "token of an issuer that the account does not know",
      issuer.token(Date.now(), { iss: "https://other.example.com" }),
      refused("No OpenIDConnect provider found in your account for https://other.example.com"),
    ],
    [
      "token of an issuer without TLS",
      issuer.token(Date.now(), { iss: `http://${host}` }),
      refused(`No OpenIDConnect provider found in your account for http://${host}`),
    ],
  ])("%s is refused", async (_name, WebIdentityToken, refusal) => {
    await using aws = await world();
    expect(await errorOf(assume(aws, { RoleArn: aws.role, WebIdentityToken }))).toEqual(refusal);
  });

  test("is refused in an account that does not know its issuer, though another does", async () => {
    await using aws = await world();
    const Federated = `arn:aws:iam::${aws.accountB.id}:oidc-provider/${host}`;
    const RoleArn = await makeRole(aws.b, "b", trusting({ Federated }, { Action: "sts:AssumeRoleWithWebIdentity" }));
    expect(await errorOf(assume(aws, { RoleArn, WebIdentityToken: issuer.token(Date.now()) }))).toEqual(
      refused(`No OpenIDConnect provider found in your account for https://${host}`),
    );
  });

  test("ends by the emulator's clock", async () => {
    await using aws = await world();
    const WebIdentityToken = issuer.token(aws.emulator.clock.now());
    await aws.emulator.clock.advance(299_000);
    await assume(aws, { RoleArn: aws.role, WebIdentityToken });
    await aws.emulator.clock.advance(2_000);
    const refusal = await errorOf(assume(aws, { RoleArn: aws.role, WebIdentityToken }));
    expect(refusal.code).toBe("ExpiredTokenException");
    expect(refusal.message).toMatch(
      /^Token expired: current date\/time \d+ must be before the expiration date\/time \d+$/,
    );
  });

  test("with session tags is refused by name, for they are not emulated", async () => {
    await using aws = await world();
    const claims = { "https://aws.amazon.com/tags": { principal_tags: {}, transitive_tag_keys: [] } };
    const call = { RoleArn: aws.role, WebIdentityToken: issuer.token(Date.now(), claims) };
    expect((await errorOf(assume(aws, call))).message).toBe(
      "The claim `https://aws.amazon.com/tags` of a web identity token is not emulated by firehose-crosscheck.",
    );
  });
});

test.each(["Action=GetCallerIdentity", "Action=AssumeRole", "Action=AssumeRoleWithWebIdentity&Action=AssumeRole", ""])(
  "no other call may go unsigned: `%s`",
  async (action) => {
    await using aws = await world();
    const answer = await fetch(aws.emulator.url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `${action}&Version=2011-06-15`,
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("<Code>MissingAuthenticationToken</Code>");
  },
);

/** The token for another subject, its signature kept. */
function tampered(token: string): string {
  const [head, body = "", signature] = token.split(".");
  const claims = { ...JSON.parse(Buffer.from(body, "base64url").toString()), sub: "repo:octo-org/other" };
  return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
}
