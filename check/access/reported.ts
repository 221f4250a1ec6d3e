import type { Configuration } from "../configuration.ts";
import type { RefusedCall } from "../replay/hands.ts";
import { openStage } from "../replay/stage.ts";
import type { SourceLocation } from "../source.ts";
import type { Question } from "../unknown/question.ts";
import { wholeSubjectOf } from "../unknown/questions.ts";
import { asPlayed, asWritten, baseWorld, inWords, type Playable, type World } from "../unknown/world.ts";
import { type Ability, abilities } from "./abilities.ts";
import type { Actor } from "./actors.ts";
import { type Access, actorsOf, type MatrixSettings, matrixIn, type Way } from "./matrix.ts";
import { notAskedIn } from "./not-asked.ts";
import { objectsText } from "./object-patterns.ts";
import { placeOf, reasonOf } from "./reason.ts";
import { shownActors } from "./shown-actors.ts";
import { targetsIn } from "./targets.ts";

/** Who can do what with what is delivered and with what it passes, as plain data. */
export interface ReportedAccess {
  /** ARN, with `*` and `?` for what differs from object to object. */
  readonly objects: readonly string[];
  /** In the order of the matrix's rows. */
  readonly actors: readonly ReportedActor[];
  /** In the order of the matrix's columns, without those of which there is nothing to be reached. */
  readonly abilities: readonly ReportedAbility[];
  /** One for each actor and ability. */
  readonly entries: readonly ReportedEntry[];
  /** What AWS refuses of the set-up: it is asked as if it were there. */
  readonly refused: readonly RefusedCall[];
  /** Where these are true the answers hold: a clause each. */
  readonly assumptions: readonly string[];
  /** What no entry is about, a clause each. */
  readonly notAsked: readonly string[];
}

export interface ReportedActor extends Pick<Actor, "who" | "side" | "isPartOfFlow"> {}

export interface ReportedAbility {
  readonly ability: Ability;
  /** After a person: `reads the object`. */
  readonly title: string;
}

export interface ReportedEntry {
  readonly who: string;
  readonly ability: Ability;
  /** `depends`: on what the input does not say; `restsOn` names it. */
  readonly answer: "allowed" | "denied" | "depends";
  readonly ways: readonly Way[];
  /** Patterns of policies below which it is denied all the same. */
  readonly exceptOn: readonly string[];
  /** One or several lines. */
  readonly why: string;
  /** The statement of the input that settled it. */
  readonly source?: SourceLocation;
  readonly restsOn: readonly string[];
}

/** Asks for everybody whom the policies name, in all the ways in which the input may turn out. `now`: when; epoch milliseconds. */
export async function reportedAccess(given: Configuration, now: number): Promise<ReportedAccess> {
  const { configuration, questions, without } = wholeSubjectOf(given);
  const world = baseWorld(configuration);
  const played = asPlayed(world);
  const described = asPlayed(baseWorld(given));
  const actors = withoutStandIns(actorsOf(played), actorsOf(described));
  const targets = targetsIn(played, described);
  const asked = abilities.filter(({ of }) => targets[of].length > 0);
  const access = matrixIn(played, { now, described })(actors, asked);
  const open = openIn(world, access, questions, { now, described });
  const shown = shownActors(actors, access, (each) => open.has(each));
  const reported = {
    objects: targets.object.map(({ pattern }) => objectsText(pattern)),
    actors: shown.map(({ who, side, isPartOfFlow }) => ({ who, side, isPartOfFlow })),
    abilities: asked.map(({ name, title }) => ({ ability: name, title })),
    entries: access
      .filter(({ actor }) => shown.includes(actor))
      .map((each): ReportedEntry => entryOf(each, open.get(each) ?? [], played)),
    refused: await refusedOf(played),
    assumptions: configuration.assumptions.map(({ text }) => text),
    notAsked: notAskedIn(described, targets, [...without, ...configuration.notChecked]),
  };
  return inWords(configuration, asWritten(world, reported));
}

/** Who has no ARN is played by a service: it is none that the input names. */
function withoutStandIns(actors: readonly Actor[], ofInput: readonly Actor[]): readonly Actor[] {
  const named = new Set(ofInput.map(({ who }) => who));
  return actors.filter(({ who, side }) => side !== "service" || named.has(who));
}

function entryOf(access: Access, restsOn: readonly Question[], configuration: Playable): ReportedEntry {
  const { actor, ability, ways, exceptOn, judgement } = access;
  const source = placeOf(judgement, configuration);
  return {
    who: actor.who,
    ability,
    answer: restsOn.length > 0 ? "depends" : ways.length > 0 ? "allowed" : "denied",
    ways,
    exceptOn,
    why: reasonOf(access, configuration),
    ...(source !== undefined && { source }),
    restsOn: restsOn.map(({ what, because }) => `${what}: ${because}`),
  };
}

/** More answers than these are not tried. */
const mostWorlds = 40;

/** What an answer would turn over, for each that some answer would. */
function openIn(
  base: World,
  access: readonly Access[],
  questions: readonly Question[],
  settings: MatrixSettings,
): ReadonlyMap<Access, readonly Question[]> {
  const open = new Map<Access, Question[]>();
  const actors = [...new Set(access.map(({ actor }) => actor))];
  const asked = new Set(access.map(({ ability }) => ability));
  const tried = questions.flatMap((question) => question.answers.map((answer) => ({ question, answer })));
  for (const { question, answer } of tried.slice(0, mostWorlds)) {
    const other = matrixIn(asPlayed(answer.in(base)), settings)(
      actors,
      abilities.filter(({ name }) => asked.has(name)),
    );
    for (const [index, each] of access.entries()) {
      const known = open.get(each) ?? [];
      if ((other[index]?.ways.length ?? 0) > 0 === each.ways.length > 0 || known.includes(question)) continue;
      open.set(each, [...known, question]);
    }
  }
  return open;
}

async function refusedOf(configuration: Playable): Promise<readonly RefusedCall[]> {
  await using stage = await openStage(configuration, { by: "direct" });
  return stage.refused;
}
