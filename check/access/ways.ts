import type { ConditionContext } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import type { Ask, Person } from "../effective/ask.ts";
import { isAllowed, type Judgement } from "../effective/authority.ts";
import { literalPrefixes } from "../effective/own-calls.ts";
import { contextsOf, type Moment, needed } from "./contexts.ts";
import { isDisabled, type KeySetting, keyFor, keyRefusal } from "./keys.ts";
import { canCome, companionsOf } from "./possible.ts";
import type { Spot } from "./targets.ts";

/** What a request has to carry to be allowed, and what allows it then. */
export interface Found {
  readonly context: ConditionContext;
  readonly judgement: Judgement;
}

/** More ways than these are not told apart. */
const mostWays = 8;

/** The keys that each request of a person carries at a moment. */
export function standingAt(now: Moment): (person: Person) => ConditionContext {
  const iso = [new Date(now).toISOString()];
  const clock: ConditionContext = new Map([
    ["aws:currenttime", iso],
    ["aws:epochtime", [String(Math.floor(now / 1000))]],
    ["s3:tlsversion", ["1.3"]],
  ]);
  // Temporary credentials say when they were issued.
  const ofSessions = new Map([...clock, ["aws:tokenissuetime", iso]]);
  return ({ principal }) => (principal.kind === "assumed-role" ? ofSessions : clock);
}

/** In which ways somebody may do something: plainly, or else each that carries no more than it must. */
export function waysOf(setting: KeySetting, person: Person, action: string, spot: Spot): readonly Found[] {
  const { asked, judge, configuration } = setting;
  if (ruledOut(configuration, action, spot) !== undefined) return [];
  const brought = broughtFor(setting, person, action, spot);
  if (brought === undefined) return [];
  const askWith = asking(setting, person, action, spot);
  const isEncrypted = keyFor(action, spot) !== undefined;
  const allows = (given: ConditionContext) => {
    const context = new Map([...given, ...brought]);
    if (!canCome(person.principal, context, configuration) || !reaches(configuration, action, context)) return false;
    if (isEncrypted && context.get("aws:securetransport")?.[0] === "false") return false;
    const askFor = (each: string) => judge({ ...askWith(context), action: each });
    return [action, ...companionsOf(action, context)].every((each) => isAllowed(askFor(each)));
  };
  const foundBy = (context: ConditionContext): Found => {
    const whole = new Map([...context, ...brought]);
    return { context: whole, judgement: judge(askWith(whole)) };
  };
  if (allows(new Map())) return [foundBy(new Map())];
  const first = asked(askWith(new Map()));
  if (first.kind === "refused") return [];
  const found: ConditionContext[] = [];
  for (const context of contextsOf(first.request)) {
    if (found.length >= mostWays) break;
    if (found.some((each) => isPartOf(each, context)) || !allows(context)) continue;
    const kept = needed(context, allows);
    if (!found.some((each) => isPartOf(each, kept))) found.push(kept);
  }
  return found.map(foundBy);
}

/** Why it is not so, asked plainly. */
export function refusalOf(setting: KeySetting, person: Person, action: string, spot: Spot): Judgement {
  const because = ruledOut(setting.configuration, action, spot);
  if (because !== undefined) return { kind: "refused", because };
  const plain = setting.judge(asking(setting, person, action, spot)(new Map()));
  return isAllowed(plain) ? (keyRefusal(setting, { person, action, spot }) ?? plain) : plain;
}

function asking({ standing }: KeySetting, person: Person, action: string, spot: Spot) {
  const { owner } = spot.target;
  return (context: ConditionContext): Ask => ({
    ...{ person, action, alike: 0, resource: spot.resource, resourceText: "" },
    ...(owner !== undefined && spot.isBeside !== true && { owner }),
    context: new Map([...standing(person), ...context]),
  });
}

const aclActions = new Set(["s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl"]);
const keyUsing = /^kms:(?:Decrypt|Encrypt|GenerateDataKey|ReEncrypt)/;

/** Why nobody can do it, whatever policies say. Sources: S3 User Guide, "Controlling ownership of objects and disabling ACLs"; KMS Developer Guide, "Key states". */
function ruledOut({ bucket, ...configuration }: Configuration, action: string, { resource }: Spot): string | undefined {
  const { objectOwnership = "BucketOwnerEnforced" } = bucket;
  if (aclActions.has(action) && objectOwnership === "BucketOwnerEnforced") {
    return "the bucket's Object Ownership has switched ACLs off";
  }
  if (keyUsing.test(action) && isDisabled({ ...configuration, bucket }, resource)) return "the key is disabled";
  return undefined;
}

/** Actions that a rule of AWS's own tells apart. */
export function rulesOn(action: string): string {
  return [aclActions.has(action), keyUsing.test(action)].join();
}

/**
 * What a request brings along because of the key of what it is about: who may not use a bucket's key writes what S3 itself
 * encrypts. Undefined: the key keeps them out.
 */
function broughtFor(setting: KeySetting, person: Person, action: string, spot: Spot): ConditionContext | undefined {
  if (keyRefusal(setting, { person, action, spot }) === undefined) return new Map();
  return action === "s3:PutObject" ? new Map([["s3:x-amz-server-side-encryption", ["AES256"]]]) : undefined;
}

/** Whether a list that is limited to a prefix has anything that is delivered. */
function reaches(configuration: Configuration, action: string, context: ConditionContext): boolean {
  const asked = context.get("s3:prefix")?.[0];
  if (asked === undefined || !action.startsWith("s3:List")) return true;
  return literalPrefixes(configuration).some((prefix) => prefix.startsWith(asked) || asked.startsWith(prefix));
}

function isPartOf(small: ConditionContext, large: ConditionContext): boolean {
  return [...small].every(([key, values]) => String(large.get(key)) === String(values));
}
