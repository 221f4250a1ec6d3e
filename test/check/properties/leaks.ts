import type { Configuration } from "../../../check/configuration.ts";
import { subjectOf, wholeSubjectOf } from "../../../check/unknown/questions.ts";
import { anyMark } from "../../../check/unknown/unknown.ts";
import { baseWorld } from "../../../check/unknown/world.ts";

/**
 * Values that stand in for what an input does not say, in any of the worlds that are played. `written`: the inputs' own
 * text; what is in it is nobody's stand-in.
 */
export function standInsOf(configuration: Configuration, written: string): readonly string[] {
  const values = [subjectOf(configuration), wholeSubjectOf(configuration)].flatMap((subject) => {
    const base = baseWorld(subject.configuration);
    const worlds = [base, ...subject.questions.flatMap(({ answers }) => answers.map((answer) => answer.in(base)))];
    const samples = [...configuration.unknowns, ...subject.configuration.unknowns].map(({ sample }) => sample);
    return [...samples, ...worlds.flatMap(({ assignment }) => [...assignment.values()])];
  });
  return [...new Set(values)].filter((value) => value.length > 3 && !written.includes(value));
}

/** Whatever is in a text that no reader may see, each with what is around it. */
export function leaksIn(text: string, standIns: readonly string[]): readonly string[] {
  const around = (at: number) => text.slice(Math.max(0, at - 60), at + 60);
  const found = [anyMark, /zq[0-9a-f]{6,}/gi, /(?<!shardId-)(?<![0-9a-f])0{12}(?![0-9a-f])/g].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index }) => around(index)),
  );
  const stood = standIns.flatMap((standIn) => {
    const at = text.indexOf(standIn);
    return at < 0 ? [] : [around(at)];
  });
  return [...found, ...stood];
}
