import type { CheckResult, ReportedFinding } from "../../check/result.ts";

export const workingCheck: CheckResult = {
  subject: {
    deliveryStream: "deliver",
    bucket: "b-landing",
    accountA: "111111111111",
    accountB: "222222222222",
    source: { file: "policies/crosscheck.json", line: 5, column: 21, path: "deliveryStream" },
  },
  verdict: "works",
  summary: "the record arrives",
  isDelivered: true,
  failures: [],
  refused: [],
  notChecked: [],
  warnings: [],
  assumptions: [],
  restsOn: [],
};

export const brokenCheck: CheckResult = {
  ...workingCheck,
  verdict: "broken",
  summary: "nothing arrives: s3:PutObject is denied (S3.AccessDenied)",
  isDelivered: false,
  cause: {
    kind: "delivery-denied",
    action: "s3:PutObject",
    code: "S3.AccessDenied",
    message: "Access was denied.",
    grounds: [
      {
        effect: "misses",
        policyType: "resource",
        accountId: "222222222222",
        attachedTo: "arn:aws:s3:::b-landing",
        reasons: [],
        side: "B",
        source: { file: "policies/bucket policy.json", line: 3, column: 5, path: "Statement[0]" },
      },
    ],
    explanation: "s3:PutObject was denied\n  bucket  not allowed\n  fix     add something",
    source: { file: "policies/bucket policy.json", line: 3, column: 5, path: "Statement[0]" },
  },
  repair: { steps: ["add `s3:PutObject` to the Action of statement 1"], sideEffects: [], patches: [] },
};

export const inconclusiveCheck: CheckResult = {
  ...workingCheck,
  verdict: "inconclusive",
  summary: "a lock is not checked: it is not emulated",
  notChecked: [
    {
      what: "a lock",
      because: "it is not emulated",
      source: { file: "policies/crosscheck.json", line: 9 },
      couldMatter: true,
    },
    {
      what: "a tag",
      because: "it changes nothing",
      source: { file: "policies/crosscheck.json", line: 10 },
      couldMatter: false,
    },
  ],
};

export function mutated(more: Partial<ReportedFinding>): ReportedFinding {
  return {
    id: "bucket policy action s3:ListBucket",
    side: "B",
    kind: "remove",
    element: "action",
    text: "remove `s3:ListBucket`",
    effect: "excess",
    grants: [],
    takes: [],
    changes: [],
    source: { file: "policies/bucket policy.json", line: 7, column: 3 },
    ...more,
  };
}
