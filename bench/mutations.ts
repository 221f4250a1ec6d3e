import { join } from "node:path";
import { merge } from "../check/merge.ts";
import { matrixOf } from "../check/mutate/matrix.ts";
import { readInputs } from "../check/read/inputs.ts";
import { type Measurement, spreadOf } from "./measure.ts";

/** `check --mutate` of the article's set-up, which is what `test/corpus/article` describes: whole matrices, on one core. */
export async function mutations(rounds: number): Promise<Measurement> {
  const configuration = merge(await readInputs([join(import.meta.dirname, "../test/corpus/article")]));
  const perSecond: number[] = [];
  let seconds = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const { findings } = await matrixOf(configuration);
    seconds = (performance.now() - start) / 1000;
    if (!findings.some(({ effect }) => effect === "load-bearing")) throw new Error("nothing bears the delivery");
    if (round > 0) perSecond.push(findings.length / seconds);
  }
  const value = spreadOf(perSecond);
  return {
    name: "mutants of the article's configuration",
    value,
    unit: "mutants/s",
    target: "≥ 100/s, and the whole matrix in less than 5 s",
    reached: value.median >= 100 && seconds < 5,
  };
}
