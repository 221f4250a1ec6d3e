/** Repairs of the corpus, asked about everything that its policies name, in whatever combination. */
import { expect, test } from "vitest";
import type { Configuration } from "../../../check/configuration.ts";
import type { Ask, Person } from "../../../check/effective/ask.ts";
import { type Authority, authorityOf } from "../../../check/effective/authority.ts";
import { policyTexts } from "../../../check/policy-texts.ts";
import { deliveryRoleArns } from "../../../check/relevant.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { judge, wholeWorldOf } from "../../../check/unknown/judge.ts";
import { statementsOf } from "../../../check/unknown/statements.ts";
import { textsIn } from "../../../check/unknown/texts.ts";
import { asPlayed } from "../../../check/unknown/world.ts";
import { corpus } from "../../support/corpus.ts";
import { lessRepaired } from "../../support/less-repaired.ts";
import { readConfiguration } from "../../support/read-configuration.ts";

const broken = corpus().filter(({ expected }) => expected.verdict === "broken" && expected.repair !== undefined);

/** AWS refuses its documents as they are: they were in force nowhere, and nobody could lose by them. */
const refused = new Set([
  "bucket-policy-without-the-path",
  "principal-in-other-letters",
  "principal-without-the-path-among-others",
  "role-policy-without-a-comma",
]);

const context: Person["context"] = new Map();

function personOf(arn: string): readonly Person[] {
  const [, accountId, roleName] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/*]+)$/.exec(arn) ?? [];
  if (accountId === undefined || roleName === undefined) return [];
  const session = `arn:aws:sts::${accountId}:assumed-role/${roleName}/x`;
  const shared = { accountId, roleArn: arn, roleName, roleId: `AROA${arn}`, sessionName: "x" };
  return [{ text: arn, principal: { kind: "assumed-role", arn: session, ...shared }, context }];
}

function everythingNamed(...configurations: readonly Configuration[]): readonly Ask[] {
  const texts = configurations.flatMap((each) => policyTexts(each).flatMap((policy) => textsIn(statementsOf(policy))));
  const named = [...new Set(texts)];
  const strangers = ["111111111111", "222222222222", "999999999999"].map((id) => `arn:aws:iam::${id}:role/stranger`);
  const people: readonly Person[] = [
    ...[...named, ...strangers].flatMap(personOf),
    { text: "anybody", principal: { kind: "anonymous" }, context },
    ...named
      .filter((text) => /^[a-z0-9.-]+\.amazonaws\.com$/.test(text))
      .map((service): Person => ({ text: service, principal: { kind: "service", service }, context })),
  ];
  const actions = [...named.filter((text) => /^[a-z0-9]+:[A-Z]\w+$/.test(text)), "s3:DeleteObject", "kms:Encrypt"];
  const resources = named
    .filter((text) => text.startsWith("arn:aws:"))
    .map((text) => text.replaceAll("*", "any").replaceAll("?", "x"));
  return people.flatMap((person) =>
    [...new Set(actions)].flatMap((action) =>
      [...new Set(resources)].map((resource) => ({
        person,
        action,
        resource,
        alike: 0,
        resourceText: resource,
        context,
      })),
    ),
  );
}

function unasked(asks: readonly Ask[], was: Authority, is: Authority, own: readonly string[]): readonly string[] {
  return asks.flatMap((ask) => {
    const [before, after] = [was(ask), is(ask)];
    if (before === after) return [];
    const { person, action, resource } = ask;
    const isOwn = own.includes(person.text) || person.text === "firehose.amazonaws.com";
    if (isOwn && before !== "allowed") return [];
    return before === "allowed" || after === "allowed" || before === "denied"
      ? [`${person.text} ${action} ${resource}: ${before}, ${after}`]
      : [];
  });
}

test.each(broken.filter(({ name }) => !refused.has(name)))(
  "the repair of $name takes nothing and gives nobody else anything, or says so",
  async ({ inputs, expected }) => {
    const configuration = await readConfiguration(inputs, expected.settings);
    const repair = await findRepair(configuration, (await judge(configuration, { by: "direct" })).inWorld);
    if (repair === undefined) throw new Error("there is a repair");
    const [before, after] = [configuration, repair.configuration].map((each) => asPlayed(wholeWorldOf(each)));
    if (before === undefined || after === undefined) throw new Error("there are two");
    const asks = everythingNamed(before, after);
    expect(asks.length).toBeGreaterThan(20);
    const found = unasked(asks, authorityOf(before), authorityOf(after), deliveryRoleArns(after));
    if (expected.sideEffects === undefined) expect(found).toEqual([]);
  },
);

/** Its repair is a comma. */
const isReadable = ({ name }: (typeof broken)[number]) => name !== "role-policy-without-a-comma";

test.each(broken.filter(isReadable))("nothing in the repair of $name is idle", async ({ inputs, expected }) => {
  const configuration = await readConfiguration(inputs, expected.settings);
  const { inWorld } = await judge(configuration, { by: "direct" });
  const repair = await findRepair(configuration, inWorld);
  if (repair === undefined) throw new Error("there is a repair");
  for (const less of lessRepaired(configuration, repair.configuration)) {
    const { outcome } = await judge(less, { by: "direct" });
    expect(outcome.kind).toBe("broken");
  }
});
