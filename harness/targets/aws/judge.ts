import { iamArn } from "../../arns.ts";
import type { Resource } from "../../journal/journal.ts";
import { type Input, type Naming, operations, type ServiceName, type Tags } from "./operations.ts";

/** A call that is about to be sent. */
export interface Call {
  readonly service: ServiceName;
  /** `CreateBucket` */
  readonly operation: string;
  readonly input: Input;
}

/** What the harness may touch in an account during a run. */
export interface Bounds {
  readonly accountId: string;
  readonly region: string;
  /** What the names of all that a run makes begin with: `crosscheck-<run>-`. */
  readonly prefix: string;
  /** What everything that is made gets. */
  readonly tags: Tags;
  /** ARN of the policy that limits every role and user that is made. */
  readonly permissionsBoundary?: string;
  /** The name of a key that was made in this run, by its ARN or id. */
  readonly keyNamed: (arn: string) => string | undefined;
}

export type Judgement =
  | { readonly kind: "refused"; readonly because: string }
  | { readonly kind: "reads"; readonly lists?: "objects" }
  /** `input`: with tags and boundary. */
  | { readonly kind: "creates"; readonly resource: Resource; readonly input: Input }
  | { readonly kind: "changes" | "removes"; readonly resource: Resource };

export type PassedJudgement = Exclude<Judgement, { readonly kind: "refused" }>;

/** Whether a call may be sent, and as what. */
export function judge({ service, operation, input }: Call, bounds: Bounds): Judgement {
  const entry = operations[service][operation];
  if (entry === undefined) {
    return refused(
      `${service}:${operation} is not sent to AWS: what it changes is not known here; add it to harness/targets/aws/operations.ts`,
    );
  }
  if (entry.effect === "reads") return { kind: "reads", lists: entry.lists };
  const { accountId, region, prefix, tags, permissionsBoundary } = bounds;
  const { by } = entry.named;
  const shown = typeof input[by] === "string" ? input[by] : "";
  const name = nameIn(shown, entry.named, bounds);
  if (name === undefined || !bare(name, entry.named).startsWith(prefix)) {
    return refused(
      `${service}:${operation} of \`${shown}\` is not sent to AWS: its ${by} is not one of this run's, which begin with \`${prefix}\``,
    );
  }
  const resource = { kind: entry.kind, accountId, region, name };
  if (entry.effect !== "creates") return { kind: entry.effect, resource };
  const tagged = entry.tagged(input, tags);
  const bounded = entry.takesBoundary === true && permissionsBoundary !== undefined;
  return {
    kind: "creates",
    resource,
    input: bounded ? { ...tagged, PermissionsBoundary: permissionsBoundary } : tagged,
  };
}

function refused(because: string): Judgement {
  return { kind: "refused", because };
}

/** Undefined where it cannot be one of this account's. */
function nameIn(text: string, { as }: Naming, { accountId, region, keyNamed }: Bounds): string | undefined {
  switch (as) {
    case "name":
    case "log-group":
      return text;
    case "policy-arn":
      return text.startsWith(iamArn(region, accountId, "policy/")) ? text.split("/").at(-1) : undefined;
    case "key-arn":
      return keyNamed(text);
  }
}

const logGroups = "/aws/kinesisfirehose/";

/** The part of a name that the run gives. Empty where it is another's. */
function bare(name: string, { as }: Naming): string {
  if (as !== "log-group") return name;
  return name.startsWith(logGroups) ? name.slice(logGroups.length) : "";
}
