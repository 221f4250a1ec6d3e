import {
  type AuthorizationRequest,
  decide,
  isPolicyProblem,
  type Policy,
  parsePolicy,
} from "../emulator/policy/index.ts";
import { accountA, accountB } from "./accounts.ts";
import { type Measurement, spreadOf } from "./measure.ts";

const roleId = "AROABENCHBENCHBENCHBE";
const roleArn = `arn:aws:iam::${accountA.id}:role/delivery`;
const actions = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
];
const resources = ["arn:aws:s3:::landing", "arn:aws:s3:::landing/*"];

/** Decisions on this flow's policies: each of the seven actions on bucket and object, allowed and denied. */
export function decisions(rounds: number): Measurement {
  const requests = requestsOfTheFlow();
  const perRound = 200_000;
  const perSecond: number[] = [];
  let allowed = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (let at = 0; at < perRound; at++) {
      const request = requests[at % requests.length];
      if (request !== undefined && decide(request).kind === "allowed") allowed++;
    }
    const seconds = (performance.now() - start) / 1000;
    if (round > 0) perSecond.push(perRound / seconds);
  }
  const share = allowed / (perRound * (rounds + 1));
  // Of all requests half are of a role that the bucket policy does not name.
  if (share < 0.4 || share > 0.6) throw new Error(`the decisions are not those of the flow: ${share} were allowed`);
  const value = spreadOf(perSecond);
  return {
    name: "policy decisions",
    value,
    unit: "decisions/s",
    target: "≥ 200,000/s",
    reached: value.median >= 200_000,
  };
}

function requestsOfTheFlow(): readonly AuthorizationRequest[] {
  const identity = policy("identity", "deliver", { Effect: "Allow", Action: actions, Resource: resources });
  const bucket = policy("resource", "landing", {
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: actions,
    Resource: resources,
  });
  return actions.flatMap((action) =>
    [roleArn, `${roleArn}-of-somebody-else`].map((arn) => ({
      principal: {
        kind: "assumed-role" as const,
        accountId: accountA.id,
        arn: `arn:aws:sts::${accountA.id}:assumed-role/delivery/session`,
        roleArn: arn,
        roleName: "delivery",
        roleId,
        sessionName: "session",
      },
      canonicalUserId: undefined,
      action,
      resource: {
        arn: /Bucket/.test(action) ? "arn:aws:s3:::landing" : "arn:aws:s3:::landing/2026/11/24/object",
        accountId: accountB.id,
      },
      context: new Map([
        ["aws:securetransport", ["true"]],
        ["aws:sourceip", ["52.94.0.1"]],
        ["aws:principalarn", [arn]],
        ["s3:x-amz-acl", ["bucket-owner-full-control"]],
      ]),
      principalSide: { identityPolicies: [identity] },
      resourceSide: { policies: [bucket], rule: "union" as const },
    })),
  );
}

function policy(type: Policy["type"], name: string, statement: object): Policy {
  const document = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  if (isPolicyProblem(document)) throw new Error(`the policy of the bench is not one: ${JSON.stringify(document)}`);
  return { type, name, document } as Policy;
}
