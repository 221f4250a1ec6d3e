import { agree, judged, type Outcome, ours } from "../../emulator/policy/crosscheck/evaluators.ts";
import { explaining } from "../../emulator/policy/crosscheck/exclusions.ts";
import { type Scene, scenes } from "../../emulator/policy/crosscheck/world.ts";
import { type FuzzTarget, propertyTarget } from "../target.ts";

export const policies: FuzzTarget = propertyTarget<Scene, (scene: Scene) => Outcome>({
  name: "policies",
  component: "emulator/policy",
  property: "decides as an independent evaluator does, but for the differences that are documented",
  share: 300,
  inputs: scenes,
  subject: ours,
  faulty: (scene) => (ours(scene) === "explicitly-denied" ? "allowed" : ours(scene)),
  holds: async (scene, decide) => {
    const [our, their] = [decide(scene), await judged(scene)];
    if (!agree(scene, our, their) && explaining(scene).length === 0) {
      throw new Error(`we say ${our}, the judge says ${their}`);
    }
  },
});
