import { globTest, globTokens } from "../../emulator/policy/glob.ts";
import type { ConditionContext, Statement } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import type { Ask } from "../effective/ask.ts";
import { isAllowed, type Judgement, judgeOf } from "../effective/authority.ts";
import { boundOn } from "../effective/bounds.ts";
import { subjectsOf } from "../effective/compare.ts";
import { withPoliciesOfAws } from "../effective/policies-of-aws.ts";
import { isObjectOwners } from "../effective/resource-policies.ts";
import { type Ability, type AbilityRow, abilities } from "./abilities.ts";
import { type Actor, actorsIn } from "./actors.ts";
import { type Contexts, contextsFor, inPolicyWords, type Moment, needed } from "./contexts.ts";
import { keyActionFor, keyRefusal } from "./keys.ts";
import { type Spot, spotsOf, type Targets, targetsIn } from "./targets.ts";

/** Whether somebody may do something, how, and what settled it. */
export interface Access {
  readonly actor: Actor;
  readonly ability: Ability;
  /** None: not at all. */
  readonly ways: readonly Way[];
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
  /** What the request has to carry, by the condition key as a policy writes it. */
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
  const setting: Setting = {
    configuration,
    statements,
    targets: targetsIn(configuration, described),
    contexts: contextsFor(statements, now),
    judge: judgeOf(configuration),
    kindOf: kindsOf(statements),
  };
  return (actors, of = abilities) =>
    actors.flatMap((actor) => of.map((ability) => accessOf(setting, actor, ability as (typeof abilities)[number])));
}

interface Setting {
  readonly configuration: Configuration;
  readonly statements: readonly Statement[];
  readonly targets: Targets;
  readonly contexts: Contexts;
  readonly judge: (ask: Ask) => Judgement;
  readonly kindOf: (action: string) => string;
}

function accessOf(setting: Setting, actor: Actor, ability: (typeof abilities)[number]): Access {
  const { targets, statements, kindOf } = setting;
  const { name, actions, main = actions[0] } = ability;
  const spots = spotsOf(ability, targets, actor.person, statements);
  const [spot] = spots;
  if (spot === undefined || main === undefined) return { actor, ability: name, ways: [] };
  const kinds = [...Map.groupBy(actions, kindOf).values()];
  const found = spots.flatMap((each) =>
    kinds.flatMap((kind): readonly Found[] => {
      const [action] = kind;
      const way = action === undefined ? undefined : wayOf(setting, actor, action, each);
      return way === undefined ? [] : [{ ...way, kind, spot: each }];
    }),
  );
  const several = targets[ability.of].length > 1 && ability.of !== "object";
  const ways = merged(
    ability,
    found.map(({ kind, spot: { within, target }, context }) => {
      const on = within ?? (several ? target.pattern : undefined);
      return {
        actions: kind,
        ...(on !== undefined && { on }),
        with: inPolicyWords(context, statements),
      };
    }),
  );
  const judgement =
    (found.find(({ kind }) => kind.includes(main)) ?? found[0])?.judgement ?? reasonOf(setting, actor, main, spot);
  return { actor, ability: name, ways, judgement };
}

interface Found {
  readonly kind: readonly string[];
  readonly spot: Spot;
  readonly context: ConditionContext;
  readonly judgement: Judgement;
}

/** What a request needs to be allowed; undefined: nothing makes it so. */
function wayOf(
  setting: Setting,
  { person }: Actor,
  action: string,
  spot: Spot,
): Pick<Found, "context" | "judgement"> | undefined {
  const { judge, contexts, configuration } = setting;
  if (areAclsOff(configuration, action)) return undefined;
  if (keyRefusal(setting, { person, action, spot }) !== undefined) return undefined;
  const ask = (context: ConditionContext): Ask => ({
    ...{ person, action, alike: 0, resource: spot.resource, resourceText: "", context },
    ...(spot.target.owner !== undefined && { owner: spot.target.owner }),
  });
  const allows = (context: ConditionContext) => isAllowed(judge(ask(context)));
  const context = contexts(person, action).find(allows);
  if (context === undefined) return undefined;
  return { context: needed(context, allows), judgement: judge(ask(context)) };
}

/** Why it is not so, asked plainly. */
function reasonOf(setting: Setting, { person }: Actor, action: string, spot: Spot): Judgement {
  const { judge, contexts, configuration } = setting;
  if (areAclsOff(configuration, action)) {
    return { kind: "refused", because: "the bucket's Object Ownership has switched ACLs off" };
  }
  const [context = new Map()] = contexts(person, action);
  const { owner } = spot.target;
  const ask = { person, action, alike: 0, resource: spot.resource, resourceText: "", context };
  const plain = judge({ ...ask, ...(owner !== undefined && { owner }) });
  return isAllowed(plain) ? (keyRefusal(setting, { person, action, spot }) ?? plain) : plain;
}

const aclActions = new Set(["s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl"]);

/** Source: S3 User Guide, "Controlling ownership of objects and disabling ACLs". */
function areAclsOff({ bucket }: Configuration, action: string): boolean {
  return aclActions.has(action) && (bucket.objectOwnership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced";
}

/** The same ways, with all that can be done in them; the one that people mean first. */
function merged({ main, actions }: AbilityRow, ways: readonly Omit<Way, "isWhole">[]): readonly Way[] {
  const alike = Map.groupBy(ways, ({ on, with: needs }) => JSON.stringify([on, needs]));
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
  const outsider = { kind: "service", service: "" } as const;
  return (action) => {
    let kind = known.get(action);
    if (kind === undefined) {
      const matched = tests.map((test) => (test(action.toLowerCase()) ? "1" : "0")).join("");
      const own = [
        boundOn(outsider, action, ""),
        boundOn({ kind: "anonymous" }, action, ""),
        isObjectOwners(action),
        aclActions.has(action),
        keyActionFor(action),
        action.split(":")[0],
      ];
      kind = `${own.join(" ")} ${matched}`;
      known.set(action, kind);
    }
    return kind;
  };
}
