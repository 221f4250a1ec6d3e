import { inspect, isDeepStrictEqual } from "node:util";
import type { ObjectAcl, StoredObject } from "./stored-object.ts";

/** What a matcher found; `message` says it for the case at hand, negated or not. */
export interface Match {
  readonly pass: boolean;
  readonly expected: string;
  readonly received: string;
}

/** An account as checks on ownership take it. */
export interface CanonicalUser {
  readonly canonicalUserId: string;
  readonly title: string;
}

/** The checks of the subject itself; `harness/vitest.ts` gives them to vitest as well. */
export const objectMatchers = {
  /** The object's bytes, as text or as they are. */
  toHaveContents(object: StoredObject, expected: string | Uint8Array): Match {
    const isText = typeof expected === "string";
    return {
      pass: Buffer.from(expected as Uint8Array).equals(object.bytes),
      expected: isText ? show(expected) : show(Buffer.from(expected)),
      received: isText ? show(object.text) : show(Buffer.from(object.bytes)),
    };
  },

  /** The object's (or its ACL's) owner is this account. */
  toBeOwnedBy(object: StoredObject | ObjectAcl, account: CanonicalUser): Match {
    const { owner } = aclOf(object);
    return {
      pass: owner === account.canonicalUserId,
      expected: `canonical user ID ${account.canonicalUserId} (${account.title})`,
      received: `canonical user ID ${owner}`,
    };
  },

  /** Exactly these grants, in this order: each an account and a permission. */
  toGrant(
    object: StoredObject | ObjectAcl,
    grants: readonly (readonly [account: CanonicalUser, permission: string])[],
  ): Match {
    const expected = grants.map(([{ canonicalUserId: grantee }, permission]) => ({ grantee, permission }));
    const received = aclOf(object).grants;
    return { pass: isDeepStrictEqual([...received], expected), expected: show(expected), received: show(received) };
  },
} as const;

/** Checks on any value. */
export const valueMatchers = {
  toBe: (received: unknown, expected: unknown): Match => ({
    pass: Object.is(received, expected),
    expected: show(expected),
    received: show(received),
  }),

  toEqual: (received: unknown, expected: unknown): Match => ({
    pass: isDeepStrictEqual(received, expected),
    expected: show(expected),
    received: show(received),
  }),

  /** All of `expected`'s members, at any depth; the received value may have more. */
  toMatchObject: (received: unknown, expected: object): Match => ({
    pass: includesAll(received, expected),
    expected: `at least ${show(expected)}`,
    received: show(received),
  }),

  toMatch: (received: string, expected: RegExp): Match => ({
    pass: expected.test(received),
    expected: `text that matches ${expected}`,
    received: show(received),
  }),

  toContainEqual: (received: readonly unknown[], expected: unknown): Match => ({
    pass: received.some((each) => isDeepStrictEqual(each, expected)),
    expected: `a list with ${show(expected)}`,
    received: show(received),
  }),
} as const;

function aclOf(object: StoredObject | ObjectAcl): ObjectAcl {
  return "acl" in object ? object.acl : object;
}

function includesAll(received: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null || Array.isArray(expected)) {
    return isDeepStrictEqual(received, expected);
  }
  if (typeof received !== "object" || received === null) return false;
  return Object.entries(expected).every(([name, value]) =>
    includesAll((received as Readonly<Record<string, unknown>>)[name], value),
  );
}

function show(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: 100, sorted: true });
}
