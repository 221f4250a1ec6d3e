import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import type { Keys, TwoAccounts } from "../../support/clients.ts";
import { twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";
import {
  basicDate,
  errorIn,
  type HandMade,
  presigned,
  type Signing,
  send,
  sha256,
  signed,
  type WireError,
} from "../../support/signed.ts";

/** One call of each protocol that needs no resource, so that only the signature decides. */
const calls = {
  sts: {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  },
  kinesis: {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Kinesis_20131202.ListStreams" },
    body: "{}",
  },
  s3: { method: "GET", headers: {}, body: "" },
} satisfies Record<string, HandMade>;

type ServiceName = keyof typeof calls;
const services = Object.keys(calls) as ServiceName[];
const minute = 60_000;
const day = 24 * 60 * minute;

type Change = (request: Required<HandMade>) => HandMade;

async function refusal(
  aws: TwoAccounts,
  service: ServiceName,
  signing: Partial<Signing> = {},
  change: Change = (request) => request,
): Promise<WireError> {
  const message = signed(aws.emulator, calls[service], { keys: aws.accountA, service, ...signing });
  return errorIn(await send(aws.emulator, change(message)));
}

const header =
  (name: string, value: string | undefined): Change =>
  (request) => {
    const { [name]: _old, ...rest } = request.headers;
    return { ...request, headers: value === undefined ? rest : { ...rest, [name]: value } };
  };

const inAuthorization =
  (from: RegExp, to: string): Change =>
  (request) =>
    header("authorization", (request.headers.authorization ?? "").replace(from, to))(request);

const body =
  (text: string): Change =>
  (request) => ({ ...request, body: text });

describe.each(services)("a request to %s", (service) => {
  test("is answered when it is signed in its header", async () => {
    await using aws = await twoAccounts();
    const request = signed(aws.emulator, calls[service], { keys: aws.accountA, service });
    expect(await send(aws.emulator, request)).toMatchObject({ status: 200 });
  });

  test("is answered when it is signed in its query", async () => {
    await using aws = await twoAccounts();
    const request = presigned(aws.emulator, calls[service], { keys: aws.accountA, service, expiresSeconds: 60 });
    expect(await send(aws.emulator, request)).toMatchObject({ status: 200 });
  });

  test("is answered as far from the present as the service's tolerance, to both sides", async () => {
    await using aws = await twoAccounts();
    const tolerance = (service === "s3" ? 15 : 5) * minute;
    for (const at of [Date.now() - tolerance + 5_000, Date.now() + tolerance - 5_000]) {
      const request = signed(aws.emulator, calls[service], { keys: aws.accountA, service, at });
      expect(await send(aws.emulator, request)).toMatchObject({ status: 200 });
    }
  });

  test("follows the emulator's clock as well as the machine's", async () => {
    await using aws = await twoAccounts();
    await aws.emulator.clock.advance(10 * day);
    for (const at of [Date.now(), aws.emulator.clock.now()]) {
      const request = signed(aws.emulator, calls[service], { keys: aws.accountA, service, at });
      expect(await send(aws.emulator, request)).toMatchObject({ status: 200 });
    }
    const between = await refusal(aws, service, { at: Date.now() + 5 * day });
    expect(between.code).toBe(
      { s3: "RequestTimeTooSkewed", sts: "SignatureDoesNotMatch", kinesis: "InvalidSignatureException" }[service],
    );
  });
});

interface Case {
  readonly title: string;
  readonly signing?: (aws: TwoAccounts) => Partial<Signing>;
  readonly change?: Change;
  /** What each protocol says; `…` stands for what differs from run to run. */
  readonly expected: Readonly<Record<ServiceName, readonly [status: number, code: string, message: string]>>;
}

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'…'\n\nThe String-to-Sign should have been\n'…'\n";
const doesNotMatch: Case["expected"] = {
  sts: [403, "SignatureDoesNotMatch", mismatch],
  kinesis: [400, "InvalidSignatureException", mismatch],
  s3: [
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
};

/** All three services say the same, two of them under a code of their own. */
const everywhere = (
  queryCode: string,
  jsonCode: string,
  message: string,
  s3: Case["expected"]["s3"],
  status = 403,
) => ({
  sts: [status, queryCode, message] as const,
  kinesis: [400, jsonCode, message] as const,
  s3,
});

const cases: readonly Case[] = [
  {
    title: "that nobody signed",
    change: header("authorization", undefined),
    expected: everywhere(
      "MissingAuthenticationToken",
      "MissingAuthenticationTokenException",
      "Missing Authentication Token",
      [403, "AccessDenied", "Access Denied"],
    ),
  },
  {
    title: "signed with a key that nobody has",
    signing: () => ({ keys: { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x" } }),
    expected: everywhere(
      "InvalidClientTokenId",
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
      [403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."],
    ),
  },
  {
    title: "signed with the wrong secret",
    signing: ({ accountA }) => ({ keys: { accessKeyId: accountA.accessKeyId, secretAccessKey: "x" } }),
    expected: doesNotMatch,
  },
  {
    title: "signed with the key of one account and the secret of another",
    signing: ({ accountA, accountB }) => ({
      keys: { accessKeyId: accountA.accessKeyId, secretAccessKey: accountB.secretAccessKey },
    }),
    expected: doesNotMatch,
  },
  { title: "whose method was changed", change: (request) => ({ ...request, method: "PUT" }), expected: doesNotMatch },
  { title: "whose query was changed", change: (request) => ({ ...request, target: "/?a=1" }), expected: doesNotMatch },
  { title: "whose path was changed", change: (request) => ({ ...request, target: "/other" }), expected: doesNotMatch },
  { title: "whose signed header was changed", change: header("host", "elsewhere"), expected: doesNotMatch },
  {
    title: "whose signature is longer than one",
    change: inAuthorization(/$/, "00"),
    expected: doesNotMatch,
  },
  {
    title: "with an x-amz header that the signature does not cover",
    change: header("x-amz-meta-note", "added on the way"),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "'x-amz-meta-note' must be a 'SignedHeader' in the AWS Authorization.",
      [403, "AccessDenied", "There were headers present in the request which were not signed"],
    ),
  },
  {
    title: "whose signature leaves out the host",
    signing: () => ({ unsigned: ["host"] }),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "'host' must be a 'SignedHeader' in the AWS Authorization.",
      [403, "AccessDenied", "There were headers present in the request which were not signed"],
    ),
  },
  {
    title: "signed for a place that is no region",
    signing: () => ({ region: "nowhere" }),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "Credential should be scoped to a valid region, not 'nowhere'. ",
      [
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the region 'nowhere' is wrong; expecting 'us-east-1'",
      ],
    ),
  },
  {
    title: "whose scope is of another day than its date",
    signing: () => ({ at: Date.UTC(2026, 0, 2), scopeDate: "20260101" }),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != '20260102', from '20260102T000000Z'.",
      [
        400,
        "AuthorizationHeaderMalformed",
        'The authorization header is malformed; Invalid credential date "20260101". This date is not the same as X-Amz-Date: "20260102".',
      ],
    ),
  },
  {
    title: "signed too long ago",
    signing: () => ({ at: Date.now() - 16 * minute }),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "Signature expired: … is now earlier than … (… - 5 min.)",
      [403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."],
    ),
  },
  {
    title: "signed in the future",
    signing: () => ({ at: Date.now() + 16 * minute }),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "Signature not yet current: … is still later than … (… + 5 min.)",
      [403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."],
    ),
  },
  {
    title: "with a session token beside a key that is no session's",
    signing: ({ accountA }) => ({ keys: { ...accountA, sessionToken: "token" } as Keys }),
    expected: everywhere(
      "InvalidClientTokenId",
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
      [400, "InvalidToken", "The provided token is malformed or otherwise invalid."],
    ),
  },
  {
    title: "signed in header and query both",
    change: (request) => ({ ...request, target: "/?X-Amz-Algorithm=AWS4-HMAC-SHA256" }),
    expected: everywhere(
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
      [
        400,
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
      ],
    ),
  },
  {
    title: "signed by another algorithm",
    change: inAuthorization(/^AWS4-HMAC-SHA256/, "AWS4-HMAC-SHA512"),
    expected: everywhere(
      "IncompleteSignature",
      "IncompleteSignatureException",
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
      [
        400,
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
      ],
      400,
    ),
  },
  ...["Credential", "Signature", "SignedHeaders"].map((part) => ({
    title: `whose Authorization lacks its ${part}`,
    change: inAuthorization(new RegExp(`\\b${part}=[^,]*,?`), ""),
    expected: everywhere(
      "IncompleteSignature",
      "IncompleteSignatureException",
      `Authorization header requires '${part}' parameter.`,
      [
        400,
        "AuthorizationHeaderMalformed",
        `The authorization header is malformed; Authorization header requires '${part}' parameter.`,
      ],
      400,
    ),
  })),
  {
    title: "whose credential is not whole",
    change: inAuthorization(/\/aws4_request/, ""),
    expected: everywhere(
      "IncompleteSignature",
      "IncompleteSignatureException",
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
      [
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
      ],
      400,
    ),
  },
  {
    title: "without a date",
    change: header("x-amz-date", undefined),
    expected: everywhere(
      "IncompleteSignature",
      "IncompleteSignatureException",
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
      [
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
      ],
      400,
    ),
  },
  {
    title: "whose date is not one",
    change: header("x-amz-date", "yesterday"),
    expected: everywhere(
      "IncompleteSignature",
      "IncompleteSignatureException",
      "Date must be in ISO-8601 'basic format'. Got 'yesterday'.",
      [
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; Date must be in ISO-8601 'basic format'. Got 'yesterday'.",
      ],
      400,
    ),
  },
];

/** Dates and the texts that were signed differ from run to run. */
const settled = (message: string) =>
  message
    .replace(/'POST\n.*?'\n\nThe String/s, "'…'\n\nThe String")
    .replace(/'(?:PUT|GET)\n.*?'\n\nThe String/s, "'…'\n\nThe String")
    .replace(/'AWS4-HMAC-SHA256\n.*?'/s, "'…'")
    .replace(/\d{8}T\d{6}Z(?=[ )])/g, "…");

describe("refuses a request", () => {
  for (const { title, signing, change, expected } of cases) {
    test.each(services)(`to %s ${title}`, async (service) => {
      await using aws = await twoAccounts();
      const { status, code, message } = await refusal(aws, service, signing?.(aws), change);
      expect([status, code, settled(message)]).toEqual(expected[service]);
    });
  }

  test.each(["sts", "kinesis"] as const)("to %s whose body was changed", async (service) => {
    await using aws = await twoAccounts();
    const { status, code } = await refusal(aws, service, {}, body(`${calls[service].body} `));
    expect([status, code]).toEqual(doesNotMatch[service].slice(0, 2));
  });

  test("to s3 whose body is not what its header says", async () => {
    await using aws = await twoAccounts();
    const call = { method: "PUT", target: "/bucket/key", body: "content" };
    const request = signed(aws.emulator, call, { keys: aws.accountA, service: "s3" });
    const { status, code, message } = errorIn(await send(aws.emulator, { ...request, body: "CONTENT" }));
    expect([status, code, message]).toEqual([
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ]);
  });

  test("to kinesis that is signed for another service", async () => {
    await using aws = await twoAccounts();
    const request = signed(aws.emulator, calls.kinesis, { keys: aws.accountA, service: "firehose" });
    expect(errorIn(await send(aws.emulator, request))).toEqual({
      status: 400,
      code: "InvalidSignatureException",
      message: "Credential should be scoped to correct service: 'kinesis'. ",
      fields: {},
    });
  });

  test("to a service that is not emulated, by its name", async () => {
    await using aws = await twoAccounts();
    const request = signed(aws.emulator, { method: "GET" }, { keys: aws.accountA, service: "dynamodb" });
    expect(errorIn(await send(aws.emulator, request))).toEqual({
      status: 501,
      code: "NotImplemented",
      message: "The service `dynamodb` is not emulated by firehose-crosscheck.",
      fields: {},
    });
  });
});

describe("S3 shows a client with a wrong signature", () => {
  test("the texts that it computed, so that the client can find the difference", async () => {
    await using aws = await twoAccounts();
    const at = Date.now();
    const error = await refusal(aws, "s3", { at }, inAuthorization(/.$/, "!"));
    expect(error.fields.AWSAccessKeyId).toBe(aws.accountA.accessKeyId);
    expect(error.fields.SignatureProvided).toMatch(/!$/);
    expect(error.fields.StringToSign).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256\n${basicDate(at)}\n${basicDate(at).slice(0, 8)}/us-east-1/s3/aws4_request\n[0-9a-f]{64}$`,
      ),
    );
    const port = aws.emulator.port;
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    expect(error.fields.CanonicalRequest).toBe(
      `GET\n/\n\nhost:127.0.0.1:${port}\nx-amz-content-sha256:${empty}\nx-amz-date:${basicDate(at)}\n\nhost;x-amz-content-sha256;x-amz-date\n${empty}`,
    );
    const bytes = (text = "") =>
      Buffer.from(text)
        .toString("hex")
        .replace(/..(?=.)/g, "$& ");
    expect(error.fields.StringToSignBytes).toBe(bytes(error.fields.StringToSign));
    expect(error.fields.CanonicalRequestBytes).toBe(bytes(error.fields.CanonicalRequest));
  });

  test("how far its clock is off", async () => {
    await using aws = await twoAccounts();
    const at = Date.UTC(2020, 0, 1);
    const { fields } = await refusal(aws, "s3", { at });
    expect(fields).toEqual({
      RequestTime: "20200101T000000Z",
      ServerTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      MaxAllowedSkewMilliseconds: "900000",
    });
  });
});

describe("a session", () => {
  async function session(aws: TwoAccounts): Promise<Keys> {
    const user = await makeUser(aws.a, "caller", { Action: "sts:AssumeRole", Resource: "*" });
    const role = await makeRole(aws.a, "target", trusting({ AWS: aws.accountA.id }), { Action: "*", Resource: "*" });
    return assume(aws.clientsOf(user.keys), role, { DurationSeconds: 900 });
  }

  const words: Readonly<
    Record<ServiceName, { readonly bad: readonly unknown[]; readonly expired: readonly unknown[] }>
  > = {
    sts: {
      bad: [403, "InvalidClientTokenId", "The security token included in the request is invalid."],
      expired: [403, "ExpiredToken", "The security token included in the request is expired"],
    },
    kinesis: {
      bad: [400, "UnrecognizedClientException", "The security token included in the request is invalid."],
      expired: [400, "ExpiredTokenException", "The security token included in the request is expired"],
    },
    s3: {
      bad: [400, "InvalidToken", "The provided token is malformed or otherwise invalid."],
      expired: [400, "ExpiredToken", "The provided token has expired."],
    },
  };

  test.each(services)("calls %s with its token, in the header and in the query", async (service) => {
    await using aws = await twoAccounts();
    const keys = await session(aws);
    const inHeader = signed(aws.emulator, calls[service], { keys, service });
    const inQuery = presigned(aws.emulator, calls[service], { keys, service, expiresSeconds: 60 });
    expect((await send(aws.emulator, inHeader)).status).toBe(200);
    expect((await send(aws.emulator, inQuery)).status).toBe(200);
  });

  test.each(services)("is refused by %s without its token or with another", async (service) => {
    await using aws = await twoAccounts();
    const { accessKeyId, secretAccessKey } = await session(aws);
    for (const sessionToken of [undefined, "another"]) {
      const keys = { accessKeyId, secretAccessKey, sessionToken } as Keys;
      const { status, code, message } = await refusal(aws, service, { keys });
      expect([status, code, message]).toEqual(words[service].bad);
    }
  });

  test.each(services)("is refused by %s when its token is there and not signed", async (service) => {
    await using aws = await twoAccounts();
    const keys = await session(aws);
    const { code } = await refusal(aws, service, { keys, unsigned: ["x-amz-security-token"] });
    expect(code).toBe(
      { sts: "SignatureDoesNotMatch", kinesis: "InvalidSignatureException", s3: "AccessDenied" }[service],
    );
  });

  test.each(services)("is refused by %s from the second on at which it ends", async (service) => {
    await using aws = await twoAccounts();
    const keys = await session(aws);
    await aws.emulator.clock.advance(15 * minute - 1_000);
    const request = signed(aws.emulator, calls[service], { keys, service });
    expect((await send(aws.emulator, request)).status).toBe(200);
    await aws.emulator.clock.advance(1_000);
    const { status, code, message } = await refusal(aws, service, { keys });
    expect([status, code, message]).toEqual(words[service].expired);
  });
});

describe("the list of signed headers", () => {
  const names = ["host", "x-amz-content-sha256", "x-amz-date"];

  test.each([
    ["as it is to be", names, 200],
    ["in another order", names.toReversed(), 403],
    ["with one twice", ["host", ...names], 403],
    ["with one that has no name", ["", ...names], 403],
    ["with HTTP/2's name for the host", [":authority", ...names.slice(1)], 403],
  ])("%s", async (_, listed, status) => {
    await using aws = await twoAccounts();
    const request = signed(aws.emulator, calls.s3, { keys: aws.accountA, service: "s3", names: listed });
    expect((await send(aws.emulator, request)).status).toBe(status);
  });
});

describe("a presigned URL", () => {
  const s3 = (aws: TwoAccounts, message: HandMade, expiresSeconds: number, signing: Partial<Signing> = {}) =>
    presigned(aws.emulator, message, { keys: aws.accountA, service: "s3", expiresSeconds, ...signing });

  test("works until it expires, and not a second longer", async () => {
    await using aws = await twoAccounts();
    const at = Math.floor(aws.emulator.clock.now() / 1000) * 1000;
    const url = s3(aws, calls.s3, 3600, { at });
    await aws.emulator.clock.advance(3_599_000);
    expect((await send(aws.emulator, url)).status).toBe(200);
    await aws.emulator.clock.advance(2_000);
    const error = errorIn(await send(aws.emulator, url));
    expect(error).toEqual({
      status: 403,
      code: "AccessDenied",
      message: "Request has expired",
      fields: {
        "X-Amz-Expires": "3600",
        Expires: new Date(at + 3_600_000).toISOString().replace(".000", ""),
        ServerTime: expect.stringMatching(/Z$/),
      },
    });
  });

  test("binds the body whose hash is in it, whatever the headers say", async () => {
    await using aws = await twoAccounts();
    await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
    const hash = sha256("good");
    const target = `/landing/key?X-Amz-Content-Sha256=${hash}`;
    const url = s3(aws, { method: "PUT", target }, 60, { payload: hash });
    const put = async (body: string, headers: Readonly<Record<string, string>> = {}) =>
      (await send(aws.emulator, { ...url, headers: { ...url.headers, ...headers }, body })).status;
    expect(await put("good")).toBe(200);
    expect(await put("evil")).toBe(400);
    expect(await put("evil", { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" })).toBe(400);
    expect(await put("evil", { "x-amz-content-sha256": sha256("evil") })).toBe(400);
  });

  test("is refused before its time", async () => {
    await using aws = await twoAccounts();
    const url = s3(aws, calls.s3, 60, { at: Date.now() + 16 * minute });
    expect(errorIn(await send(aws.emulator, url))).toEqual({
      status: 403,
      code: "AccessDenied",
      message: "Request is not valid yet",
      fields: {},
    });
  });

  test("lives for seven days at most", async () => {
    await using aws = await twoAccounts();
    expect((await send(aws.emulator, s3(aws, calls.s3, 604_800))).status).toBe(200);
    expect(errorIn(await send(aws.emulator, s3(aws, calls.s3, 604_801)))).toEqual({
      status: 400,
      code: "AuthorizationQueryParametersError",
      message:
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
      fields: {},
    });
  });

  test.each([
    ["-1", "X-Amz-Expires should be a number"],
    ["soon", "X-Amz-Expires should be a number"],
  ])("with a life of %s is refused", async (life, message) => {
    await using aws = await twoAccounts();
    const url = s3(aws, calls.s3, 60);
    const target = url.target.replace("X-Amz-Expires=60", `X-Amz-Expires=${life}`);
    expect(errorIn(await send(aws.emulator, { ...url, target }))).toEqual({
      status: 400,
      code: "AuthorizationQueryParametersError",
      message,
      fields: {},
    });
  });

  test.each(["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"])(
    "without its X-Amz-%s is refused",
    async (part) => {
      await using aws = await twoAccounts();
      const url = s3(aws, calls.s3, 60);
      const target = url.target.replace(new RegExp(`X-Amz-${part}=[^&]*&?`), "").replace(/&$/, "");
      const { status, code } = errorIn(await send(aws.emulator, { ...url, target }));
      expect([status, code]).toEqual([
        400,
        part === "Algorithm" ? "InvalidRequest" : "AuthorizationQueryParametersError",
      ]);
    },
  );

  test.each([
    ["its query", (url: Required<HandMade>) => ({ ...url, target: `${url.target}&versionId=2` })],
    ["its path", (url: Required<HandMade>) => ({ ...url, target: url.target.replace("/?", "/other?") })],
    ["its method", (url: Required<HandMade>) => ({ ...url, method: "DELETE" })],
    ["its life", (url: Required<HandMade>) => ({ ...url, target: url.target.replace("=60&", "=6000&") })],
  ])("is refused when somebody changed %s", async (_part, change) => {
    await using aws = await twoAccounts();
    const { status, code } = errorIn(await send(aws.emulator, change(s3(aws, calls.s3, 60))));
    expect([status, code]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  test("does not let its holder add headers that S3 acts on", async () => {
    await using aws = await twoAccounts();
    const url = s3(aws, { method: "PUT", target: "/bucket/key" }, 60);
    const headers = { ...url.headers, "x-amz-acl": "public-read", "x-amz-meta-a": "1" };
    expect(errorIn(await send(aws.emulator, { ...url, headers, body: "content" }))).toEqual({
      status: 403,
      code: "AccessDenied",
      message: "There were headers present in the request which were not signed",
      fields: { HeadersNotSigned: "x-amz-acl, x-amz-meta-a" },
    });
  });
});
