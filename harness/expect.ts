import { type Match, objectMatchers, valueMatchers } from "./matchers.ts";
import { CheckError } from "./scenario-error.ts";

const matchers = { ...valueMatchers, ...objectMatchers };
type Matchers = typeof matchers;

/** The matchers that a value of this type can be given to, each without its first parameter. */
type Checks<Received> = {
  readonly [Name in keyof Matchers as Received extends Parameters<Matchers[Name]>[0] ? Name : never]: (
    ...expected: Parameters<Matchers[Name]> extends [unknown, ...infer Expected] ? Expected : never
  ) => void;
};

export type Expectation<Received> = Checks<Received> & { readonly not: Checks<Received> };

export type Expect = <Received>(received: Received, subject?: string) => Expectation<Received>;

/**
 * Checks a value; throws a `CheckError` where it is not as expected. The same in a test runner and outside of one.
 * `subject` names what is checked in the message.
 */
export const expect: Expect = (received, subject = "value") => {
  const checks = checksOf(received, subject, false);
  return Object.assign(checks, { not: checksOf(received, subject, true) });
};

function checksOf<Received>(received: Received, subject: string, negated: boolean): Checks<Received> {
  const checks = Object.entries(matchers).map(([name, matcher]) => [
    name,
    (...expected: readonly unknown[]) => {
      const match = (matcher as (...values: readonly unknown[]) => Match)(received, ...expected);
      if (match.pass !== negated) return;
      const not = negated ? "not " : "";
      throw new CheckError(`${subject} is not as expected (${not}${name})`, `${not}${match.expected}`, match.received);
    },
  ]);
  return Object.fromEntries(checks) as Checks<Received>;
}
