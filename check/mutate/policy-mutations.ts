import type { Configuration } from "../configuration.ts";
import type { PolicyPlace } from "../places/place.ts";
import type { Edit } from "../repair/change.ts";
import type { Element, Mutation, MutationChange } from "./mutation.ts";

export interface PolicyToMutate {
  readonly place: PolicyPlace;
  readonly side: "A" | "B";
  /** `the policy of bucket landing` */
  readonly name: string;
  readonly text: string;
  readonly configuration: Configuration;
}

type Json = Readonly<Record<string, unknown>>;

/** Each statement, and each value in it, taken away; and what would widen it. None of a document that is not JSON. */
export function policyMutations(policy: PolicyToMutate): readonly Mutation[] {
  const { place, side, name } = policy;
  const statements = statementsOf(policy.text);
  return statements.flatMap(({ path, statement, title, key }) => {
    const make = (
      kind: Mutation["kind"],
      element: Element,
      what: string,
      text: string,
      edits: readonly Edit[],
    ): Mutation => ({
      id: `${JSON.stringify(place)} ${key} ${kind} ${element} ${what}`,
      side,
      kind,
      element,
      text: `${text} ${title} of ${name}`,
      change: { kind: "edit-policy", place, edits, text },
    });
    const remove = (element: Element, what: string, edits: readonly Edit[]) =>
      make("remove", element, what, `remove \`${what}\` from`, edits);
    const whole: Mutation = {
      ...make("remove", "statement", "", "remove", []),
      text: `remove ${title} of ${name}`,
      change: statements.length === 1 ? withoutPolicy(place, path) : withoutStatement(place, path),
    };
    return [
      whole,
      ...listed(path, statement, "Action", (value, edits) => remove("action", value, edits)),
      ...listed(path, statement, "Resource", (value, edits) => remove("resource", value, edits)),
      ...principals(path, statement, (value, edits) => remove("principal", value, edits)),
      ...conditions(path, statement, (value, edits) => remove("condition", value, edits)),
      ...widened(path, statement, policy.configuration).map(({ element, what, edits }) =>
        make("alter", element, what, `let the ${element} be \`${what}\` in`, edits),
      ),
    ];
  });
}

interface Found {
  readonly path: readonly (string | number)[];
  readonly statement: Json;
  /** ``statement `AllowDelivery` `` */
  readonly title: string;
  /** Of the statement in ids: its Sid, or what it says. */
  readonly key: string;
}

function statementsOf(text: string): readonly Found[] {
  let document: { readonly Statement?: unknown };
  try {
    document = JSON.parse(text) as { readonly Statement?: unknown };
  } catch {
    return [];
  }
  const { Statement } = document;
  const isList = Array.isArray(Statement);
  return (isList ? Statement : Statement === undefined ? [] : [Statement]).map((each, index): Found => {
    const statement = each as Json;
    const sid = typeof statement.Sid === "string" ? statement.Sid : undefined;
    return {
      path: isList ? ["Statement", index] : ["Statement"],
      statement,
      title: sid === undefined ? `statement ${index + 1}` : `statement \`${sid}\``,
      key: sid ?? contentKey(statement),
    };
  });
}

/** The same for the same statement, in whatever order its author lists things. */
function contentKey(statement: Json): string {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .map(([key, inner]) => [key, sorted(inner)] as const)
              .sort(),
          )
        : value;
  return JSON.stringify(sorted(statement));
}

function withoutStatement(place: PolicyPlace, path: Found["path"]): MutationChange {
  return { kind: "edit-policy", place, edits: [{ path, value: undefined }], text: "" };
}

/**
 * A document needs a statement. A trust policy cannot be left out, and a managed one is attached elsewhere or bounds what
 * others allow: what trusts nobody, or allows nothing, takes its place.
 */
function withoutPolicy(place: PolicyPlace, path: Found["path"]): MutationChange {
  if (place.kind === "managed") {
    const nothing = { Effect: "Deny", Action: "iam:DeleteAccountAlias", Resource: "*" };
    return { kind: "edit-policy", place, edits: [{ path, value: nothing }], text: "" };
  }
  if (place.kind !== "trust") return { kind: "remove-policy", place };
  const Principal = { AWS: place.roleArn.replace(/:role\/.*/, ":root") };
  const nobody = { Effect: "Deny", Principal, Action: "sts:AssumeRole" };
  return { kind: "edit-policy", place, edits: [{ path, value: nobody }], text: "" };
}

/** One value of a list at a time; a list of one goes with its statement. */
function listed(
  path: Found["path"],
  statement: Json,
  element: "Action" | "Resource",
  make: (value: string, edits: readonly Edit[]) => Mutation,
): readonly Mutation[] {
  const values = statement[element];
  if (!Array.isArray(values) || values.length < 2) return [];
  return values.map((value, at) =>
    make(String(value), [{ path: [...path, element], value: values.filter((_, index) => index !== at) }]),
  );
}

function principals(
  path: Found["path"],
  { Principal }: Json,
  make: (value: string, edits: readonly Edit[]) => Mutation,
): readonly Mutation[] {
  if (typeof Principal !== "object" || Principal === null) return [];
  const entries = Object.entries(Principal).flatMap(([kind, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => ({ kind, value: String(each) })),
  );
  if (entries.length < 2) return [];
  return entries.map((gone) => {
    const rest = Map.groupBy(
      entries.filter((each) => each !== gone),
      ({ kind }) => kind,
    );
    const value = Object.fromEntries([...rest].map(([kind, each]) => [kind, each.map((entry) => entry.value)]));
    return make(gone.value, [{ path: [...path, "Principal"], value }]);
  });
}

function conditions(
  path: Found["path"],
  { Condition }: Json,
  make: (value: string, edits: readonly Edit[]) => Mutation,
): readonly Mutation[] {
  const operators = Object.entries((Condition ?? {}) as Readonly<Record<string, Json>>);
  return operators.flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => {
      const isLastKey = Object.keys(keys).length === 1;
      const end = !isLastKey ? [operator, key] : operators.length > 1 ? [operator] : [];
      return make(`${operator} ${key}`, [{ path: [...path, "Condition", ...end], value: undefined }]);
    }),
  );
}

/** How statements come to allow too much: an account, everybody, every action, every resource. */
function widened(
  path: Found["path"],
  { Effect, Principal, Action, Resource }: Json,
  { accountA, bucket }: Configuration,
): readonly { readonly element: Element; readonly what: string; readonly edits: readonly Edit[] }[] {
  if (Effect !== "Allow") return [];
  const edit = (element: string, value: unknown): readonly Edit[] => [{ path: [...path, element], value }];
  const service = String([Action].flat()[0] ?? "").split(":")[0];
  const everyAction = service === "" || service === "*" ? "*" : `${service}:*`;
  const isOfBucket = JSON.stringify(Resource ?? "").includes(bucket.name);
  return [
    ...(Principal === undefined || Principal === "*"
      ? []
      : [
          { element: "principal" as const, what: accountA.id, edits: edit("Principal", { AWS: accountA.id }) },
          { element: "principal" as const, what: "*", edits: edit("Principal", "*") },
        ]),
    ...(Action === everyAction || Action === "*"
      ? []
      : [{ element: "action" as const, what: everyAction, edits: edit("Action", everyAction) }]),
    ...(Principal === undefined && Resource !== undefined && Resource !== "*" && isOfBucket
      ? [{ element: "resource" as const, what: "*", edits: edit("Resource", "*") }]
      : []),
  ];
}
