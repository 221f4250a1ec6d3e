import { globTest, globTokens } from "../../emulator/policy/glob.ts";
import type { Statement } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { isAllowed, type Judgement, judgeOf, requestsOf } from "../effective/authority.ts";
import { boundOn } from "../effective/bounds.ts";
import { patternText } from "../effective/common-text.ts";
import { subjectsOf } from "../effective/compare.ts";
import { withPoliciesOfAws } from "../effective/policies-of-aws.ts";
import { isObjectOwners } from "../effective/resource-policies.ts";
import { type Ability, type AbilityRow, abilities } from "./abilities.ts";
import { type Actor, actorsIn } from "./actors.ts";
import { inPolicyWords, type Moment } from "./contexts.ts";
import { type KeySetting, keyUseOf } from "./keys.ts";
import { type Spot, type Spots, spotsIn, type Targets, targetsIn } from "./targets.ts";
import { type Found, refusalOf, rulesOn, standingAt, waysOf } from "./ways.ts";

/** Whether somebody may do something, how, and what settled it. */
export interface Access {
  readonly actor: Actor;
  readonly ability: Ability;
  /** None: not at all. */
  readonly ways: readonly Way[];
  /** Patterns of policies below which it is denied all the same. */
  readonly exceptOn: readonly string[];
  /** Of the first way, or of what people mean by the ability, asked plainly. Undefined: there is nothing of the kind. */
  readonly judgement?: Judgement;
}

/** Requests that are allowed. */
export interface Way {
  readonly actions: readonly string[];
  /** Whether that is what people mean by the ability, or all of it. */
  readonly isWhole: boolean;
  /** A pattern of a policy that limits it, or the target where there are several. */
  readonly on?: string;
  /** What the request has to carry, by the condition key as a policy writes it: one of the values. */
  readonly with: Readonly<Record<string, readonly string[]>>;
}

/** Answers who may do what; `of` limits it to some abilities. */
export type Matrix = (actors: readonly Actor[], of?: readonly AbilityRow[]) => readonly Access[];

/** All statements in whose terms people are drawn. */
export function statementsOf(configuration: Configuration): readonly Statement[] {
  return subjectsOf(withPoliciesOfAws(configuration)).map(({ statement }) => statement);
}

export function actorsOf(configuration: Configuration): readonly Actor[] {
  return actorsIn(configuration, statementsOf(configuration));
}

export interface MatrixSettings {
  /** When people ask. */
  readonly now: Moment;
  /** Statements of others in whose terms it is asked, too. */
  readonly also?: readonly Statement[];
  /** See `targetsIn`. */
  readonly described?: Configuration;
}

/** By all policies together, as `judgeOf` has them. */
export function matrixIn(given: Configuration, { now, also = [], described }: MatrixSettings): Matrix {
  const configuration = withPoliciesOfAws(given);
  const statements = [...statementsOf(configuration), ...also];
  const targets = targetsIn(configuration, described);
  const setting: Setting = {
    configuration,
    statements,
    targets,
    spots: spotsIn(targets, statements),
    asked: requestsOf(configuration),
    judge: judgeOf(configuration),
    standing: standingAt(now),
    kindOf: kindsOf(statements),
  };
  return (actors, of = abilities) => actors.flatMap((actor) => of.map((ability) => accessOf(setting, actor, ability)));
}

interface Setting extends KeySetting {
  readonly statements: readonly Statement[];
  readonly targets: Targets;
  readonly spots: Spots;
  readonly kindOf: (action: string) => string;
}

function accessOf(setting: Setting, actor: Actor, ability: AbilityRow): Access {
  const { targets, statements, kindOf } = setting;
  const { name, actions, main = actions[0] } = ability;
  const spots = setting.spots(ability, actor.person);
  const [spot] = spots;
  if (spot === undefined || main === undefined) return { actor, ability: name, ways: [], exceptOn: [] };
  const kinds = [...Map.groupBy(actions, kindOf).values()];
  const found = spots.flatMap((each) =>
    kinds.flatMap((kind): readonly FoundAt[] => {
      const [action] = kind;
      const ways = action === undefined ? [] : waysOf(setting, actor.person, action, each);
      return ways.map((way) => ({ ...way, kind, spot: each }));
    }),
  );
  const several = targets[ability.of].length > 1 && ability.of !== "object";
  const ways = merged(
    ability,
    found.map(({ kind, spot: { within, target }, context }) => {
      const on = within ?? (several ? patternText(target.pattern) : undefined);
      return { actions: kind, ...(on !== undefined && { on }), with: inPolicyWords(context, statements) };
    }),
  );
  const ofMain = found.filter(({ kind }) => kind.includes(main));
  const judgement = (ofMain[0] ?? found[0])?.judgement ?? refusalOf(setting, actor.person, main, spot);
  return { actor, ability: name, ways, exceptOn: exceptions(setting, actor, main, spots, ofMain), judgement };
}

interface FoundAt extends Found {
  readonly kind: readonly string[];
  readonly spot: Spot;
}

/** Where something that may be done on the whole is denied in so many words. */
function exceptions(
  setting: Setting,
  { person }: Actor,
  action: string,
  spots: readonly Spot[],
  found: readonly FoundAt[],
): readonly string[] {
  if (!found.some(({ spot }) => spot.within === undefined)) return [];
  const denied = spots.filter(({ within, isBeside }) => within !== undefined && isBeside !== true);
  return denied
    .filter((spot) => !found.some((each) => each.spot === spot))
    .filter((spot) => isDenied(refusalOf(setting, person, action, spot)))
    .flatMap(({ within }) => within ?? []);
}

function isDenied(judgement: Judgement): boolean {
  return !isAllowed(judgement) && judgement.kind === "decided" && judgement.decision.kind === "explicitly-denied";
}

/** The same ways, with all that can be done in them; the one that people mean first. */
function merged({ main, actions }: AbilityRow, ways: readonly Omit<Way, "isWhole">[]): readonly Way[] {
  const alike = Map.groupBy(joined(ways), ({ on, with: needs }) => JSON.stringify([on, needs]));
  const all = [...alike.values()].flatMap((same): readonly Way[] => {
    const [first] = same;
    if (first === undefined) return [];
    const possible = new Set(same.flatMap((each) => each.actions));
    const isWhole = main === undefined ? possible.size === actions.length : possible.has(main);
    return [{ ...first, actions: actions.filter((each) => possible.has(each)), isWhole }];
  });
  // What can be done everywhere and plainly need not be told again of a part.
  const plain = all.find(isPlain);
  return all
    .map((way) => (way === plain ? way : without(way, plain?.actions ?? [])))
    .filter((way) => way.actions.length > 0)
    .toSorted((one, other) => rankOf(one) - rankOf(other));
}

/** Ways that differ in the value of one key are one, with each of its values. */
function joined(ways: readonly Omit<Way, "isWhole">[]): readonly Omit<Way, "isWhole">[] {
  const alike = Map.groupBy(ways, ({ actions, on, with: needs }) => JSON.stringify([actions, on, Object.keys(needs)]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const [key, ...more] = Object.keys(first?.with ?? {});
    if (first === undefined || key === undefined || more.length > 0) return same;
    return [{ ...first, with: { [key]: [...new Set(same.flatMap((each) => each.with[key] ?? []))] } }];
  });
}

/** Whether it needs nothing and holds everywhere. */
export function isPlain({ on, with: needs }: Pick<Way, "on" | "with">): boolean {
  return on === undefined && Object.keys(needs).length === 0;
}

function without(way: Way, actions: readonly string[]): Way {
  return { ...way, actions: way.actions.filter((each) => !actions.includes(each)) };
}

function rankOf(way: Way): number {
  return (way.isWhole ? 0 : 2) + (isPlain(way) ? 0 : 1);
}

/** Answers what is the same for actions that no statement, and no rule of AWS's own, tells apart. */
function kindsOf(statements: readonly Statement[]): (action: string) => string {
  const patterns = new Set(statements.flatMap(({ actions = [], notActions = [] }) => [...actions, ...notActions]));
  const tests = [...patterns].map((pattern) => globTest(globTokens(pattern.toLowerCase())));
  const known = new Map<string, string>();
  const outsiders = [
    { kind: "service", service: "" },
    { kind: "federated", provider: "" },
    { kind: "anonymous" },
  ] as const;
  return (action) => {
    let kind = known.get(action);
    if (kind === undefined) {
      const matched = tests.map((test) => (test(action.toLowerCase()) ? "1" : "0")).join("");
      const bounds = outsiders.map((each) => boundOn(each, action, ""));
      const own = [isObjectOwners(action), rulesOn(action), keyUseOf(action), action.split(":")[0]];
      kind = `${[...bounds, ...own].join(" ")} ${matched}`;
      known.set(action, kind);
    }
    return kind;
  };
}
