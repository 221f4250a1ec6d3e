import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "../../check/configuration.ts";
import { findPolicy, policiesKept, replacePolicy } from "../../check/places/places.ts";

/** A value with one of the things taken away again that it has and the one before has not. */
function withOneLess(before: unknown, after: unknown): readonly unknown[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [was, is] = [listOrSelf(before, after), after];
  if (Array.isArray(is)) {
    const there = Array.isArray(was) ? was : [];
    return is.flatMap((item, at) => {
      if (there.some((each) => isDeepStrictEqual(each, item))) return [];
      if (!isObject(there[at])) return [is.toSpliced(at, 1)];
      return withOneLess(there[at], item).map((less) => is.toSpliced(at, 1, less));
    });
  }
  if (!isObject(is) || !isObject(was)) return [];
  return Object.keys(is).flatMap((name) =>
    name in was ? withOneLess(was[name], is[name]).map((less) => ({ ...is, [name]: less })) : [without(is, name)],
  );
}

/** One value is a list of one. */
function listOrSelf(before: unknown, after: unknown): unknown {
  return Array.isArray(after) && before !== undefined && !Array.isArray(before) ? [before] : before;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
}

/** The repaired configuration with one addition fewer, each once. */
export function lessRepaired(before: Configuration, after: Configuration): readonly Configuration[] {
  return policiesKept(after).flatMap(({ place, policy }) => {
    const was = findPolicy(before, place);
    // Every document has a version, which decides about variables alone.
    const begun = was?.text ?? '{"Version":"2012-10-17"}';
    const documents = withOneLess(JSON.parse(begun), JSON.parse(policy.text));
    return documents.map((document) =>
      replacePolicy(after, place, () => ({ ...policy, text: JSON.stringify(document) })),
    );
  });
}
