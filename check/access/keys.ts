/** What the key says that an object or a record is encrypted under: S3 and Kinesis ask KMS for whoever reads or writes it. */
import type { AuthorizationRequest, ConditionContext } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import type { Ask, Person } from "../effective/ask.ts";
import { type Asked, isAllowed, type Judgement } from "../effective/authority.ts";
import { contextsOf } from "./contexts.ts";
import type { Spot, TargetKey } from "./targets.ts";

interface KeyUse {
  readonly actions: RegExp;
  readonly key: "readKey" | "writeKey";
  readonly needs: string;
}

/** Sources: S3 User Guide, "Using server-side encryption with AWS KMS keys"; Kinesis Developer Guide, "Permissions to use user-generated KMS keys". */
const uses: readonly KeyUse[] = [
  { actions: /^s3:GetObject(?:Version)?(?:Torrent|ForReplication)?$/, key: "readKey", needs: "kms:Decrypt" },
  { actions: /^kinesis:(?:GetRecords|SubscribeToShard)$/, key: "readKey", needs: "kms:Decrypt" },
  { actions: /^s3:PutObject$|^kinesis:PutRecords?$/, key: "writeKey", needs: "kms:GenerateDataKey" },
  { actions: /^s3:ReplicateObject$/, key: "writeKey", needs: "kms:Encrypt" },
];

/** Which of them an action is a case of: the same for actions that no key tells apart. */
export function keyUseOf(action: string): string | undefined {
  return uses.find(({ actions }) => actions.test(action))?.needs;
}

export interface KeyQuestion {
  readonly person: Person;
  /** On the object or the stream. */
  readonly action: string;
  readonly spot: Spot;
}

export interface KeySetting {
  readonly configuration: Configuration;
  readonly asked: (ask: Ask) => Asked;
  readonly judge: (ask: Ask) => Judgement;
  /** The keys of every request of a person. */
  readonly standing: (person: Person) => ConditionContext;
}

/** The key that an action needs on a spot, as far as the input says. */
export function keyFor(action: string, { target }: Spot): TargetKey | undefined {
  const use = uses.find(({ actions }) => actions.test(action));
  return use === undefined ? undefined : target[use.key];
}

/** Why the key keeps somebody out; undefined: it does not, as far as the input says. */
export function keyRefusal(setting: KeySetting, { person, action, spot }: KeyQuestion): Judgement | undefined {
  const key = keyFor(action, spot);
  const needs = keyUseOf(action);
  if (key === undefined || needs === undefined || key.kind === "undescribed") return undefined;
  const { configuration, asked, judge, standing } = setting;
  const { principal } = person;
  if (principal.kind === "anonymous")
    return { kind: "refused", because: "AWS gives nobody unsigned what KMS encrypts" };
  const [service = ""] = action.split(":");
  const owner = service === "s3" ? configuration.accountB : configuration.accountA;
  if (key.kind === "managed") {
    const isOwn = "accountId" in principal && principal.accountId === owner.id;
    return isOwn ? undefined : { kind: "refused", because: "the AWS managed key serves its own account alone" };
  }
  if (isDisabled(configuration, key.arn)) return { kind: "refused", because: "the key is disabled" };
  const forwarded = forwardedBy(service, owner.region, spot.resource, key.ofBucket);
  const askWith = (context: ConditionContext): Ask => ({
    ...{ person, action: needs, alike: 0, resource: key.arn, resourceText: "" },
    context: new Map([...context, ...standing(person), ...forwarded]),
  });
  const plain = judge(askWith(new Map()));
  const first = asked(askWith(new Map()));
  if (isAllowed(plain) || first.kind === "refused") return isAllowed(plain) ? undefined : plain;
  return otherContexts(first.request).some((context) => isAllowed(judge(askWith(context)))) ? undefined : plain;
}

function otherContexts(request: AuthorizationRequest): readonly ConditionContext[] {
  return contextsOf(request).filter(({ size }) => size > 0);
}

export function isDisabled({ keys }: Configuration, arn: string): boolean {
  return keys.some((key) => key.arn === arn && !key.isEnabled);
}

/**
 * Keys of a forward access session. With an S3 Bucket Key it is the bucket's ARN. Sources: IAM User Guide, "Forward access
 * sessions"; S3 User Guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys".
 */
function forwardedBy(
  service: string,
  region: string,
  resource: string,
  ofBucket: boolean,
): readonly (readonly [string, readonly string[]])[] {
  const name = [`${service}.amazonaws.com`];
  const bound = ofBucket ? resource.replace(/\/.*/s, "") : resource;
  return [
    ["kms:viaservice", [`${service}.${region}.amazonaws.com`]],
    [`kms:encryptioncontext:aws:${service}:arn`, [bound]],
    ["kms:encryptioncontextkeys", [`aws:${service}:arn`]],
    ["aws:viaawsservice", ["true"]],
    ["aws:calledvia", name],
    ["aws:calledviafirst", name],
    ["aws:calledvialast", name],
  ];
}
