import type { Configuration, NotChecked, Reach } from "../configuration.ts";
import { deliveryRoles } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { itemsOf, overlap } from "./overlap.ts";
import { changing, type Question } from "./question.ts";

export type PartOf = Extract<Reach, { readonly kind: "part-of-role" | "part-of-bucket" }>;

/** What belongs to a role or bucket that may be the delivery's: it is, or it is not. */
export function partQuestion(configuration: Configuration, item: NotChecked, part: PartOf): Question | undefined {
  const unknowns = new Map(configuration.unknowns.map((unknown) => [unknown.mark, unknown]));
  const mayBe = (name: string) =>
    name !== part.name && overlap(itemsOf(part.name, unknowns, false), itemsOf(name, unknowns, false)) !== undefined;
  const answers =
    part.kind === "part-of-bucket"
      ? mayBe(configuration.bucket.name)
        ? [changing("other", (at) => ({ ...at, bucket: { ...at.bucket, ...part.settings } }))]
        : []
      : deliveryRoles(configuration)
          .filter((role) => role.accountId === part.accountId && mayBe(role.name))
          .map((role) => changing("other", (at) => withPart(at, roleArn(role), part)));
  if (answers.length === 0) return undefined;
  const [unknown] = [...part.name].flatMap((character) => unknowns.get(character) ?? []);
  return {
    what: item.what,
    because:
      unknown === undefined ? "the name of what it belongs to is drawn at deployment" : `${unknown.what} is not known`,
    settledBy: unknown?.settledBy ?? "refer to what it belongs to, rather than by a name",
    source: item.source,
    answers,
  };
}

function withPart(
  configuration: Configuration,
  arn: string,
  { inlinePolicy, attachedPolicyArn }: Extract<PartOf, { readonly kind: "part-of-role" }>,
): Configuration {
  return {
    ...configuration,
    roles: configuration.roles.map((role) =>
      roleArn(role) === arn
        ? {
            ...role,
            inlinePolicies: [...role.inlinePolicies, ...(inlinePolicy === undefined ? [] : [inlinePolicy])],
            attachedPolicyArns: [
              ...role.attachedPolicyArns,
              ...(attachedPolicyArn === undefined ? [] : [attachedPolicyArn]),
            ],
          }
        : role,
    ),
  };
}
