import type { CallEvidence, DecisionEvidence, Evidence } from "../../harness/result.ts";
import type { Subject } from "./nodes.ts";
import type { Arrow, ArrowId, Check, Trust } from "./types.ts";

/** A permission check of the diagram, and which decisions belong to it. */
interface ArrowKind {
  readonly id: ArrowId;
  readonly from: Arrow["from"];
  readonly to: Arrow["to"];
  readonly label: string;
  readonly title: (names: Names) => string;
  /** Whether there is anything for it to be about. */
  readonly isDrawn: (subject: Subject) => boolean;
  readonly covers: (asked: Asked, subject: Subject) => boolean;
  /** Where the target does not tell its decisions: the calls of clients that show it, by what AWS calls them. */
  readonly shownBy?: readonly string[];
}

interface Asked {
  readonly by: CallEvidence["by"];
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

type Names = Readonly<Record<"dataStream" | "deliveryStream" | "role" | "bucket" | "logGroup", string>>;

const kinds: readonly ArrowKind[] = [
  {
    ...{ id: "put", from: "caller", to: "data-stream", label: "puts" },
    title: ({ dataStream }) => `account A puts records into ${dataStream}`,
    isDrawn: ({ dataStream }) => dataStream !== undefined,
    covers: ({ by, action }) => by === "client" && /^kinesis:PutRecords?$/.test(action),
    shownBy: ["kinesis:PutRecord", "kinesis:PutRecords"],
  },
  {
    ...{ id: "create", from: "caller", to: "delivery-stream", label: "sets up" },
    title: ({ deliveryStream, role }) => `account A sets up ${deliveryStream} and passes it ${role}`,
    isDrawn: ({ deliveryStream }) => deliveryStream !== undefined,
    covers: ({ by, action }) =>
      by === "client" && /^(firehose:(CreateDeliveryStream|UpdateDestination)|iam:PassRole)$/.test(action),
    shownBy: ["firehose:CreateDeliveryStream", "firehose:UpdateDestination"],
  },
  {
    ...{ id: "assume", from: "delivery-stream", to: "role", label: "assumes" },
    title: ({ role }) => `Firehose assumes ${role}`,
    isDrawn: ({ role }) => role !== undefined,
    covers: ({ action, principal }) => action === "sts:AssumeRole" && principal === "firehose.amazonaws.com",
  },
  {
    ...{ id: "read", from: "role", to: "data-stream", label: "reads" },
    title: ({ role, dataStream }) => `${role} reads ${dataStream}`,
    isDrawn: ({ role, dataStream }) => role !== undefined && dataStream !== undefined,
    covers: ({ by, action }) => by === "service" && action.startsWith("kinesis:"),
  },
  {
    ...{ id: "unseal", from: "data-stream", to: "source-key", label: "decrypts" },
    title: ({ dataStream }) => `the key of ${dataStream} is used`,
    isDrawn: ({ sourceKey }) => sourceKey !== undefined,
    covers: ({ action, resource }, { sourceKey }) => action.startsWith("kms:") && resource === sourceKey?.id,
  },
  {
    ...{ id: "write", from: "role", to: "bucket", label: "writes" },
    title: ({ role, bucket }) => `${role} writes into ${bucket}`,
    isDrawn: ({ role, bucket }) => role !== undefined && bucket !== undefined,
    covers: ({ by, action, resource }, { bucket }) =>
      by === "service" && action.startsWith("s3:") && isIn(resource, bucket?.name),
  },
  {
    ...{ id: "seal", from: "bucket", to: "bucket-key", label: "encrypts" },
    title: ({ bucket }) => `the key of ${bucket} is used`,
    isDrawn: ({ bucketKey }) => bucketKey !== undefined,
    covers: ({ action, resource }, { sourceKey }) =>
      /^kms:(GenerateDataKey|Decrypt|Encrypt)/.test(action) && resource !== sourceKey?.id,
  },
  {
    ...{ id: "log", from: "role", to: "log-group", label: "logs" },
    title: ({ role, logGroup }) => `${role} writes errors into ${logGroup}`,
    isDrawn: ({ logGroup }) => logGroup !== undefined,
    covers: ({ by, action }) => by === "service" && action.startsWith("logs:"),
  },
  {
    ...{ id: "look", from: "reader", to: "bucket", label: "reads" },
    title: ({ bucket }) => `account B reads the objects of ${bucket}`,
    isDrawn: ({ bucket }) => bucket !== undefined,
    covers: ({ by, action, resource }, { bucket }) =>
      by === "client" && /^s3:(GetObject|GetObjectAcl|ListBucket)$/.test(action) && isIn(resource, bucket?.name),
    shownBy: ["s3:GetObject", "s3:GetObjectAcl", "s3:ListObjectsV2"],
  },
];

export function arrowsOf(evidence: Evidence, subject: Subject, trust: Trust): readonly Arrow[] {
  const names: Names = {
    dataStream: `data stream ${subject.dataStream?.name}`,
    deliveryStream: `delivery stream ${subject.deliveryStream?.name}`,
    role: `role ${subject.role?.name}`,
    bucket: `bucket ${subject.bucket?.name}`,
    logGroup: `log group ${subject.logGroup?.name}`,
  };
  return kinds
    .filter(({ isDrawn }) => isDrawn(subject))
    .map((kind) => {
      const { id, from, to, label } = kind;
      const checks = checksOf(kind, evidence, subject);
      const seen = evidence.toldBy === "target" ? verdictOf(checks) : shown(kind, evidence, subject, trust);
      return { id, from, to, label, title: kind.title(names), checks, ...seen };
    });
}

type Seen = Pick<Arrow, "verdict" | "because"> & Partial<Pick<Arrow, "checks">>;

function verdictOf(checks: readonly Check[]): Seen {
  if (checks.some(({ verdict }) => verdict === "denied")) return { verdict: "denied" };
  if (checks.length > 0) return { verdict: "allowed" };
  return { verdict: "unknown", because: "nothing asked for it in this run" };
}

/** Each action of each caller as it was decided last. */
function checksOf({ covers }: ArrowKind, evidence: Evidence, subject: Subject): readonly Check[] {
  const byAction = new Map<string, { readonly call: CallEvidence; readonly decision: DecisionEvidence }[]>();
  for (const call of evidence.calls) {
    const { by, principal = "" } = call;
    for (const decision of call.decisions) {
      const { action, resource } = decision;
      if (!covers({ by, principal, action, resource }, subject)) continue;
      const key = `${principal} ${action}`;
      byAction.set(key, [...(byAction.get(key) ?? []), { call, decision }]);
    }
  }
  return [...byAction.values()].flatMap((asked) => {
    const latest = asked.reduce((late, each) => (each.call.lastAt >= late.call.lastAt ? each : late));
    const { call, decision } = latest;
    const countOf = (verdict: string) =>
      asked.reduce((sum, each) => sum + (each.decision.verdict === verdict ? each.call.count : 0), 0);
    const before = decision.verdict === "allowed" ? countOf("denied") : 0;
    const failure = decision.verdict === "allowed" ? failureOf(call) : undefined;
    return {
      ...{ action: decision.action, principal: call.principal ?? "", resource: decision.resource },
      verdict: failure === undefined ? decision.verdict : "denied",
      ...(failure !== undefined && { failure }),
      count: countOf(decision.verdict),
      ...(before > 0 && { note: `It was denied ${before === 1 ? "once" : `${before} times`} before.` }),
      grounds: decision.grounds.flatMap((at) => evidence.grounds[at] ?? []),
      ...(decision.explanation !== undefined && { explanation: decision.explanation }),
    };
  });
}

/** Clients are also refused for what is no business of permissions; AWS's own calls are made to succeed. */
function failureOf({ by, error, decisions }: CallEvidence): string | undefined {
  if (by === "client" || error === undefined || decisions.some(({ verdict }) => verdict === "denied")) return undefined;
  return `${error.code}: ${error.message}`;
}

const refusals = /AccessDenied|Forbidden|NotAuthorized|KMS.*Denied/;

/** What can be concluded where the target does not tell its decisions: from the calls of clients, and from the arrival. */
function shown({ id, shownBy = [] }: ArrowKind, evidence: Evidence, { bucket }: Subject, trust: Trust): Seen {
  const silent = "this target does not tell what its policies decided";
  if (shownBy.length === 0) {
    const arrived = evidence.objects.some((each) => each.bucket === bucket?.name);
    if (!arrived || id === "log") return { verdict: "unknown", because: silent };
    if (trust.deliveries) return { verdict: "allowed", because: "the object arrived, for which it is needed" };
    return {
      verdict: "unknown",
      because: "the object arrived, but on this target it would have without permission too",
    };
  }
  // What failed for another reason says nothing of permissions.
  const calls = evidence.calls.filter(
    ({ by, service, operation, error }) =>
      by === "client" && shownBy.includes(`${service}:${operation}`) && (!error || refusals.test(error.code)),
  );
  const latest = calls.reduce<CallEvidence | undefined>(
    (late, each) => (late === undefined || each.lastAt >= late.lastAt ? each : late),
    undefined,
  );
  if (latest === undefined) return { verdict: "unknown", because: "nothing asked for it in this run" };
  const { operation, error } = latest;
  if (error !== undefined) {
    return { verdict: "denied", because: `${operation} was refused with ${error.code}: ${error.message}` };
  }
  return trust.callers
    ? { verdict: "allowed", because: `${operation} succeeded; ${silent}` }
    : {
        verdict: "unknown",
        because: `${operation} succeeded, but on this target it would have without permission too`,
      };
}

function isIn(resource: string, bucket: string | undefined): boolean {
  const [, name] = /^arn:[^:]*:s3:::([^/]+)/.exec(resource) ?? [];
  return name !== undefined && name === bucket;
}
