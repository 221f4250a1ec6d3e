/** Which condition keys a request can come with, and what else it needs then. Source: IAM User Guide, "AWS global condition context keys". */
import { actionNames } from "../../emulator/policy/action-names.ts";
import type { ConditionContext, Principal } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";

/** Keys that are not the caller's to choose: they follow from what is asked for, from the time, or from who asks. */
const given: readonly RegExp[] = [
  /^aws:(?:currenttime|epochtime|requestedregion|resourceaccount|resourceorg\w+|tokenissuetime)$/,
  /^s3:(?:resourceaccount|tlsversion)$/,
  /^kms:calleraccount$/,
  // What is delivered bears no tags, and of a role the input says them.
  /^(?:aws|iam):resourcetag\/|^s3:existingobjecttag\//,
  // The policy of an access point decides about them.
  /^s3:(?:dataaccesspoint|accesspoint|accessgrants)/,
];

const ofPeople = /^aws:(?:principal|userid|username)/;
const ofServices = /^aws:source(?:arn|account|orgid|orgpaths)$/;
/** Of somebody who has signed in. */
const ofSignedIn =
  /^aws:(?:multifactorauth|sourceidentity|calledvia|viaawsservice|federatedprovider|ec2instance)|^s3:(?:authtype|signature)/;
/** Of somebody's way through a network, which a service has none of. */
const ofNetwork =
  /^aws:(?:sourceip|sourcevp|vpc|multifactorauth|sourceidentity|calledvia|viaawsservice|useragent|referer)/;

/** Whether it is for whoever asks to bring the key along. */
export function canBring(principal: Principal, action: string, key: string): boolean {
  if (given.some((each) => each.test(key))) return false;
  // A certificate's fields are tags of the session that Roles Anywhere opens.
  if (ofPeople.test(key)) return principal.kind === "service" && key.startsWith("aws:principaltag/");
  if (ofServices.test(key)) return principal.kind === "service";
  if (principal.kind === "service" && ofNetwork.test(key)) return false;
  if (principal.kind === "anonymous" && ofSignedIn.test(key)) return false;
  const [service = ""] = action.split(":");
  const [owner = ""] = key.split(":");
  if (owner === "aws" || owner === service) return true;
  // Claims of identity providers, each under a name of its own.
  return service === "sts" && actionNames[owner] === undefined;
}

/**
 * Whether keys can come together at all, S3 takes what they stand for, and the caller is known to send them: of Firehose, which
 * assumes a role, that is an open question.
 */
export function canCome(
  principal: Principal,
  context: ConditionContext,
  { bucket, openQuestions }: Pick<Configuration, "bucket" | "openQuestions">,
): boolean {
  const isFirehose = principal.kind === "service" && principal.service === "firehose.amazonaws.com";
  const namesSource = [...context.keys()].some((key) => ofServices.test(key));
  if (isFirehose && namesSource && openQuestions?.firehoseNamesItsSource !== true) return false;
  if (context.has("aws:sourceip") && [...context.keys()].some((key) => key.startsWith("aws:sourcevp"))) return false;
  const acls = [...context].filter(([key]) => /^s3:x-amz-(?:acl|grant-)/.test(key));
  const isHandedOver = acls.every(
    ([key, values]) => key === "s3:x-amz-acl" && values[0] === "bucket-owner-full-control",
  );
  if (isHandedOver) return true;
  const { objectOwnership = "BucketOwnerEnforced", publicAccessBlock } = bucket;
  if (objectOwnership === "BucketOwnerEnforced") return false;
  const isPublic = acls.some(([, values]) => values.some((value) => /^public-|^authenticated-/.test(value)));
  return !(isPublic && (publicAccessBlock?.BlockPublicAcls ?? true));
}

/** Permissions that a request needs beside its own for what it brings. Source: S3 API Reference, PutObject, "Permissions". */
const companions: readonly (readonly [key: RegExp, action: string])[] = [
  [/^s3:x-amz-(?:acl$|grant-)/, "s3:PutObjectAcl"],
  [/^s3:requestobjecttag/, "s3:PutObjectTagging"],
  [/^s3:object-lock-(?:mode|retain-until-date|remaining)/, "s3:PutObjectRetention"],
  [/^s3:object-lock-legal-hold/, "s3:PutObjectLegalHold"],
];

export function companionsOf(action: string, context: ConditionContext): readonly string[] {
  if (action !== "s3:PutObject") return [];
  const keys = [...context.keys()];
  return companions.filter(([key]) => keys.some((each) => key.test(each))).map(([, companion]) => companion);
}
