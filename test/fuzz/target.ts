import fc from "fast-check";

/** One thing that hostile inputs are tried on. */
export interface FuzzTarget {
  readonly name: string;
  /** What is under test: its folder or file. */
  readonly component: string;
  /** What must hold of every input, as a sentence. */
  readonly property: string;
  /** How many inputs `npm test` tries, of a seed that it prints. */
  readonly share: number;
  /** Tries so many inputs. Answers what must not happen and did, each with how to have it again. */
  run(seed: number, inputs: number): Promise<readonly string[]>;
  /** The same with a fault in the component, which some input must find: a control. */
  runWithFault(seed: number): Promise<readonly string[]>;
}

interface PropertySettings<Input, Subject> extends Pick<FuzzTarget, "name" | "component" | "property" | "share"> {
  readonly inputs: fc.Arbitrary<Input>;
  readonly subject: Subject;
  /** The subject with a fault that a few hundred inputs cannot miss. */
  readonly faulty: Subject;
  /** Throws where the property does not hold. */
  readonly holds: (input: Input, subject: Subject) => void | Promise<void>;
}

/** None where the property held. */
export function problemOf<Inputs>(details: fc.RunDetails<Inputs>): readonly string[] {
  if (!details.failed) return [];
  const { seed, counterexamplePath, counterexample, errorInstance } = details;
  const input = JSON.stringify(counterexample);
  return [`${(errorInstance as Error).message}\n  seed ${seed}, path ${counterexamplePath}, input ${input}`];
}

/** A target by a property of its inputs; a failure is shrunk. */
export function propertyTarget<Input, Subject>(settings: PropertySettings<Input, Subject>): FuzzTarget {
  const { inputs, subject, faulty, holds, ...about } = settings;
  const check = async (seed: number, numRuns: number, under: Subject) => {
    const property = fc.asyncProperty(inputs, async (input) => {
      await holds(input, under);
    });
    const details = await fc.check(property, { seed, numRuns, endOnFailure: false });
    return problemOf(details);
  };
  return {
    ...about,
    run: (seed, numRuns) => check(seed, numRuns, subject),
    runWithFault: (seed) => check(seed, 300, faulty),
  };
}
