import type { Configuration, NotChecked } from "../configuration.ts";
import { replay } from "../replay/replay.ts";
import type { Replay } from "../replay/result.ts";
import type { StageSettings } from "../replay/stage.ts";
import { inconclusive, type Outcome, outcomeOf, type WorldOutcome } from "../verdict.ts";
import type { Answer, Question } from "./question.ts";
import { type Subject, subjectOf, wholeSubjectOf } from "./questions.ts";
import { asPlayed, asWritten, baseWorld, type World } from "./world.ts";

/** What came of a configuration in all the ways in which it may turn out. */
export interface Judged {
  readonly outcome: Outcome;
  /** The world that the outcome is told of. */
  readonly world: World;
  /** The same world of a configuration that was changed: where a repair is looked for. */
  readonly inWorld: InWorld;
}

/** A world of a configuration. */
export type InWorld = (configuration: Configuration) => World;

/** As it stands, and what is unknown like nothing else in it. */
export const baseWorldOf: InWorld = (configuration) => baseWorld(subjectOf(configuration).configuration);

/** The same with all that takes no part in the delivery: for questions about everybody. */
export const wholeWorldOf: InWorld = (configuration) => baseWorld(wholeSubjectOf(configuration).configuration);

/** Everything that is open decided so that it may help. */
const favouredWorldOf: InWorld = (configuration) => {
  const subject = subjectOf(configuration);
  return together(baseWorld(subject.configuration), helpfulIn(subject.questions));
};

export interface JudgeSettings extends StageSettings {
  /** The replay of the base world, where it is had already. */
  readonly played?: Replay;
}

/** More worlds than these are not played. */
const mostWorlds = 40;

/**
 * Plays a configuration as it stands, and again with everything that is open decided otherwise. What is the same in all of
 * these worlds is certain; what is not rests on the questions that make the difference.
 *
 * A delivery that works is tried with each answer that could stop it. One that does not is tried with everything that could
 * help it at once: what nothing helps is broken, whatever the rest.
 */
export async function judge(configuration: Configuration, settings: JudgeSettings = {}): Promise<Judged> {
  const first = await judgeReading(configuration, settings);
  const { conditions, configurations } = configuration.otherReadings ?? { conditions: [], configurations: [] };
  const { played: _, ...others } = settings;
  const all = [first];
  for (const other of configurations) all.push(await judgeReading(other, { ...others, by: "direct" }));
  if (first.outcome.kind !== "inconclusive" && all.every(({ outcome }) => isSame(outcome, first.outcome))) return first;
  const told = all.find(({ outcome }) => outcome.kind !== "works") ?? first;
  const { outcome } = told;
  if (conditions.length === 0 || all.every((each) => each.outcome.kind === "inconclusive")) return told;
  const restsOn = [...conditions, ...outcome.restsOn];
  const notChecked = [...conditions.map((each) => ({ ...each, couldMatter: true })), ...outcome.notChecked];
  return { ...told, outcome: inconclusive({ ...outcome, restsOn, notChecked }, false) };
}

/** Whether the same comes of both: what arrives, and whose it is. */
function isSame(one: WorldOutcome, other: WorldOutcome): boolean {
  return one.kind === other.kind && one.object?.owner === other.object?.owner;
}

async function judgeReading(configuration: Configuration, settings: JudgeSettings): Promise<Judged> {
  const subject = subjectOf(configuration);
  const base = baseWorld(subject.configuration);
  const { played = await replay(asPlayed(base), settings), ...others } = settings;
  const direct = { ...others, by: "direct" } as const;
  const first = told(base, played);
  const decisive =
    first.kind === "works"
      ? await whatCouldStop(base, first, subject.questions, direct)
      : await whatCouldHelp(base, subject.questions, direct);
  const { favoured } = decisive;
  return {
    world: favoured?.world ?? base,
    outcome: finished(subject, favoured?.outcome ?? first, decisive),
    inWorld: favoured === undefined ? baseWorldOf : favouredWorldOf,
  };
}

interface Decisive {
  /** Questions that the verdict rests on. */
  readonly questions: readonly Question[];
  /** The world in which everything could help and nothing does: it shows what is wrong for certain. */
  readonly favoured?: { readonly world: World; readonly outcome: WorldOutcome };
  /** There were more worlds than are played. */
  readonly isCut?: boolean;
}

function told(world: World, played: Replay): WorldOutcome {
  const outcome = outcomeOf(asPlayed(world), played);
  const { cause, ...plain } = outcome;
  if (cause === undefined) return asWritten(world, plain);
  const { denied, ...toldCause } = cause;
  return { ...asWritten(world, plain), cause: { ...asWritten(world, toldCause), denied } };
}

async function playedIn(world: World, settings: StageSettings): Promise<WorldOutcome> {
  return told(world, await replay(asPlayed(world), settings));
}

async function whatCouldStop(
  base: World,
  first: WorldOutcome,
  questions: readonly Question[],
  settings: StageSettings,
): Promise<Decisive> {
  const decisive: Question[] = [];
  let worlds = 0;
  for (const question of questions) {
    for (const answer of question.answers.filter(({ direction }) => direction !== "more")) {
      if (++worlds > mostWorlds) return { questions: decisive.length > 0 ? decisive : questions, isCut: true };
      if (isSame(await playedIn(answer.in(base), settings), first)) continue;
      decisive.push(question);
      break;
    }
  }
  return { questions: decisive };
}

async function whatCouldHelp(base: World, questions: readonly Question[], settings: StageSettings): Promise<Decisive> {
  const helpful = helpfulIn(questions);
  if (helpful.length === 0) return { questions: [] };
  const world = together(base, helpful);
  const outcome = await playedIn(world, settings);
  if (outcome.kind === "works") return { questions: await smallest(base, helpful, settings) };
  let worlds = 1;
  for (const { question, answers } of helpful) {
    for (const answer of answers.slice(1)) {
      if (++worlds > mostWorlds) return { questions: helpful.map((each) => each.question), isCut: true };
      const other = await playedIn(together(base, helpful, new Map([[question, answer]])), settings);
      if (other.kind === "works") return { questions: [question] };
    }
  }
  return { questions: [], favoured: { world, outcome } };
}

interface Helpful {
  readonly question: Question;
  readonly answers: readonly Answer[];
}

function helpfulIn(questions: readonly Question[]): readonly Helpful[] {
  return questions.flatMap((question): readonly Helpful[] => {
    const answers = question.answers.filter(({ direction }) => direction !== "less");
    return answers.length === 0 ? [] : [{ question, answers }];
  });
}

/** Every question at once: with the answer that was chosen, else its first. */
function together(base: World, helpful: readonly Helpful[], chosen: ReadonlyMap<Question, Answer> = new Map()): World {
  return helpful.reduce(
    (world, { question, answers: [first] }) => (chosen.get(question) ?? first)?.in(world) ?? world,
    base,
  );
}

/** Those of them that it takes: each by itself where one is enough. */
async function smallest(
  base: World,
  helpful: readonly Helpful[],
  settings: StageSettings,
): Promise<readonly Question[]> {
  const alone: Question[] = [];
  for (const { question, answers } of helpful.slice(0, mostWorlds)) {
    for (const answer of answers) {
      if ((await playedIn(answer.in(base), settings)).kind !== "works") continue;
      alone.push(question);
      break;
    }
  }
  return alone.length > 0 ? alone : helpful.map(({ question }) => question);
}

function finished({ questions, without, configuration }: Subject, outcome: WorldOutcome, decisive: Decisive): Outcome {
  const { assumptions } = configuration;
  const listed = questions.map(
    (question): NotChecked => ({
      what: question.what,
      because: question.because,
      source: question.source,
      couldMatter: decisive.questions.includes(question),
    }),
  );
  const unique = [...new Map(listed.map((each) => [`${each.what} ${each.because}`, each])).values()];
  const couldAllow = questions.some(({ answers }) => answers.some(({ direction }) => direction !== "less"));
  const whole: Outcome = {
    ...outcome,
    warnings: outcome.warnings.filter(({ isCertain }) => isCertain || !couldAllow),
    assumptions,
    restsOn: decisive.questions.map(({ what, because, settledBy, source }) => ({ what, because, settledBy, source })),
    notChecked: [...outcome.notChecked, ...without, ...unique].map(({ reach: _, ...each }) => each),
  };
  return decisive.questions.length > 0 ? inconclusive(whole, decisive.isCut === true) : whole;
}
