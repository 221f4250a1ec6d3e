import { bucketArn } from "../../emulator/index.ts";
import type { Configuration, NotChecked, PolicyText } from "../configuration.ts";
import { deliveryKeys, deliveryRoles, isKeyMeant } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { withoutIndexes } from "../source.ts";
import { documentOf, everything, withInlinePolicy } from "./hypothetical.ts";
import { type PartOf, partQuestion } from "./part-of.ts";
import { changing, type Question } from "./question.ts";
import { isJson } from "./statements.ts";

/** Parts of the delivery that something can reach. */
interface Reached {
  readonly roles: readonly string[];
  readonly isBucket: boolean;
}

/**
 * What is not modelled, each asked whether it can reach this delivery. What cannot has no part in it. What can might let more
 * through, or less.
 */
export function reachQuestions(configuration: Configuration): {
  readonly questions: readonly Question[];
  /** As they are to be listed beside the verdict. */
  readonly without: readonly NotChecked[];
} {
  const questions: Question[] = [];
  const without: NotChecked[] = [];
  for (const item of configuration.notChecked) {
    const { reach } = item;
    if (!item.couldMatter) without.push(item);
    else if (reach === undefined) {
      const whole = { roles: deliveryRoles(configuration).map(roleArn), isBucket: true };
      questions.push(questionOf(item, whole, item.couldOnlyBreak !== true));
    } else if (reach.kind === "part-of-role" || reach.kind === "part-of-bucket") {
      const question = partQuestion(configuration, item, reach);
      if (question === undefined) without.push({ ...item, couldMatter: false });
      else questions.push(question);
    } else {
      const reached = reachedBy(configuration, reach, item.source);
      if (reached === undefined) {
        without.push({
          ...item,
          couldMatter: false,
          because: "it names nothing of the delivery, and has no part in it",
        });
      } else questions.push(questionOf(item, reached, mayAllow(reach)));
    }
  }
  return { questions, without };
}

function mayAllow(reach: Exclude<NonNullable<NotChecked["reach"]>, PartOf>): boolean {
  return reach.kind === "file" || (reach.kind === "what-it-names" && reach.may === "allow-or-deny");
}

function reachedBy(
  configuration: Configuration,
  reach: Exclude<NonNullable<NotChecked["reach"]>, PartOf>,
  { file }: NotChecked["source"],
): Reached | undefined {
  const roles = deliveryRoles(configuration);
  const { bucket, accountA, accountB, dataStream, deliveryStream } = configuration;
  switch (reach.kind) {
    case "account": {
      const isOfB = reach.accountIds.includes(accountB.id);
      const isOfA = reach.accountIds.includes(accountA.id);
      return isOfA || isOfB ? { roles: isOfA ? roles.map(roleArn) : [], isBucket: isOfB } : undefined;
    }
    case "file": {
      const isIn = ({ source }: { readonly source: { readonly file: string } }) => source.file === reach.file;
      const reached = { roles: roles.filter(isIn).map(roleArn), isBucket: isIn(bucket) };
      const isOther = isIn(deliveryStream) || (dataStream !== undefined && isIn(dataStream));
      return reached.roles.length > 0 || reached.isBucket || isOther ? reached : undefined;
    }
    case "what-it-names": {
      const names = (text: string) => text !== "" && reach.texts.some((each) => isNamedIn(each, text));
      const refersTo = ({ source }: { readonly source: NotChecked["source"] } = { source: { file: "" } }) =>
        source.file === file && names(addressOf(source));
      const references = deliveryKeys(configuration);
      const keys = configuration.keys.filter((key) => references.some((reference) => isKeyMeant(key, reference)));
      const reached = {
        roles: roles.filter((role) => names(role.name) || names(roleArn(role)) || refersTo(role)).map(roleArn),
        isBucket:
          [bucket.name, ...[...references, ...keys.map(({ arn }) => arn)].map((key) => key.replace(/.*\//, ""))].some(
            names,
          ) || [bucket, ...keys].some(refersTo),
      };
      const isOther =
        [deliveryStream.name, dataStream?.arn ?? ""].some(names) || refersTo(deliveryStream) || refersTo(dataStream);
      return reached.roles.length > 0 || reached.isBucket || isOther ? reached : undefined;
    }
  }
}

/** Address of a resource of Terraform without its indexes, which references have too; nothing of what has none. */
function addressOf({ path = "" }: NotChecked["source"]): string {
  return /(?:^|\.)aws_\w+\./.test(path) ? withoutIndexes(path) : "";
}

/** As a whole word, or part of an ARN: a bucket `data` is not named by `data-team`. */
function isNamedIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? "";
    const after = text[at + name.length] ?? "";
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}

function questionOf(item: NotChecked, reached: Reached, isAllowing: boolean): Question {
  const { what, because, source } = item;
  const change = (effect: "Allow" | "Deny") => (at: Configuration) => changed(at, reached, item, effect);
  return {
    what,
    because,
    settledBy: "see in the account what it comes to",
    source,
    answers: [...(isAllowing ? [changing("more", change("Allow"))] : []), changing("less", change("Deny"))],
  };
}

/** Everything allowed, or denied, where it reaches. What reaches nothing that has a policy denies by the role. */
function changed(
  configuration: Configuration,
  { roles, isBucket }: Reached,
  { what, source }: NotChecked,
  effect: "Allow" | "Deny",
): Configuration {
  const arns = new Set(roles.length === 0 && !isBucket ? deliveryRoles(configuration).map(roleArn) : roles);
  const withRoles = configuration.roles
    .filter((role) => arns.has(roleArn(role)))
    .reduce((at, role) => {
      const opened = withInlinePolicy(at, role, {
        shown: `what ${what} may make of it`,
        source,
        text: documentOf(everything(effect)),
      });
      return effect === "Allow" ? trusting(opened, roleArn(role)) : opened;
    }, configuration);
  if (!isBucket) return withRoles;
  const { bucket, accountB } = withRoles;
  const principals = deliveryRoles(configuration).map(roleArn);
  const policy = withStatement(bucket.policy, bucketArn(accountB.region, bucket.name), source, effect, principals);
  return { ...withRoles, bucket: { ...bucket, policy } };
}

function trusting(configuration: Configuration, arn: string): Configuration {
  return {
    ...configuration,
    roles: configuration.roles.map((role) => {
      if (roleArn(role) !== arn) return role;
      const trust = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
      return { ...role, trustPolicy: { ...role.trustPolicy, text: documentOf(trust) } };
    }),
  };
}

function withStatement(
  policy: PolicyText | undefined,
  arn: string,
  source: NotChecked["source"],
  effect: "Allow" | "Deny",
  principals: readonly string[],
): PolicyText {
  const added = { ...everything(effect, { AWS: principals }), Action: "s3:*", Resource: [arn, `${arn}/*`] };
  const { text, ...rest } = policy ?? { name: "bucket policy", source, text: documentOf() };
  const document: unknown = JSON.parse(text);
  const { Statement, ...others } = isJson(document) ? document : { Statement: [] };
  const before = [Statement].flat().filter((each) => effect === "Deny" || (isJson(each) && each.Effect !== "Deny"));
  return { ...rest, text: JSON.stringify({ ...others, Statement: [...before, added] }) };
}
