/** What the key says that an object is encrypted under: S3 asks KMS for whoever reads or writes it. */
import type { Configuration } from "../configuration.ts";
import type { Ask, Person } from "../effective/ask.ts";
import { isAllowed, type Judgement } from "../effective/authority.ts";
import type { Contexts } from "./contexts.ts";
import type { Spot } from "./targets.ts";

/** Source: S3 User Guide, "Using server-side encryption with AWS KMS keys". */
export function keyActionFor(action: string): string | undefined {
  if (/^s3:GetObject(?:Version)?(?:Torrent|ForReplication)?$/.test(action)) return "kms:Decrypt";
  if (action === "s3:ReplicateObject") return "kms:Encrypt";
  return action === "s3:PutObject" ? "kms:GenerateDataKey" : undefined;
}

export interface KeyQuestion {
  readonly person: Person;
  /** On the object. */
  readonly action: string;
  readonly spot: Spot;
}

export interface KeySetting {
  readonly configuration: Configuration;
  readonly contexts: Contexts;
  readonly judge: (ask: Ask) => Judgement;
}

/** Why the key keeps somebody out; undefined: it does not, as far as the input says. */
export function keyRefusal(setting: KeySetting, { person, action, spot }: KeyQuestion): Judgement | undefined {
  const { key } = spot.target;
  const needs = keyActionFor(action);
  if (key === undefined || needs === undefined || key.kind === "undescribed") return undefined;
  const { judge, contexts, configuration } = setting;
  const { accountB } = configuration;
  const { principal } = person;
  if (principal.kind === "anonymous") return { kind: "refused", because: "S3 gives nobody unsigned what KMS encrypts" };
  if (key.kind === "managed") {
    const isOwn = "accountId" in principal && principal.accountId === accountB.id;
    return isOwn ? undefined : { kind: "refused", because: "the AWS managed key serves the bucket's account alone" };
  }
  const judgements = contexts(person, needs).flatMap((context) =>
    encryptionContexts(spot.resource).map((arn) =>
      judge({
        ...{ person, action: needs, alike: 0, resource: key.arn, resourceText: "" },
        context: new Map([...context, ...forwarded(accountB.region, arn)]),
      }),
    ),
  );
  return judgements.some(isAllowed) ? undefined : judgements[0];
}

/** With an S3 Bucket Key it is the bucket's ARN. Source: S3 User Guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys". */
function encryptionContexts(objectArn: string): readonly string[] {
  return [objectArn, objectArn.replace(/\/.*/s, "")];
}

/** Keys of a forward access session of S3. Source: IAM User Guide, "Forward access sessions". */
function forwarded(region: string, arn: string): readonly (readonly [string, readonly string[]])[] {
  const s3 = ["s3.amazonaws.com"];
  return [
    ["kms:viaservice", [`s3.${region}.amazonaws.com`]],
    ["kms:encryptioncontext:aws:s3:arn", [arn]],
    ["kms:encryptioncontextkeys", ["aws:s3:arn"]],
    ["aws:viaawsservice", ["true"]],
    ["aws:calledvia", s3],
    ["aws:calledviafirst", s3],
    ["aws:calledvialast", s3],
  ];
}
