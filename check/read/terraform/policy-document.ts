import type { TerraformResource } from "./document.ts";
import { asExpression, expressionAt, longestOf } from "./expressions.ts";
import type { Expression, Json } from "./shape.ts";
import { valueAt } from "./values.ts";

/** A policy as `aws_iam_policy_document` makes it. */
export interface Document {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Json[];
}

/** Texts of a list of which some are known after apply. */
export interface Listed {
  readonly known: readonly string[];
  /** How many are not known; undefined where not even that is. */
  readonly open: number | undefined;
  /** What the list is made of. */
  readonly references: readonly string[];
  /** `statement[1].resources` */
  readonly path: string;
}

/** What stands for the texts of a list that are not known. */
export interface Fillings {
  readonly resources: (listed: Listed) => readonly string[];
  readonly principals: (listed: Listed) => readonly string[];
  readonly others: (listed: Listed) => readonly string[];
}

/**
 * The statements of a data source `aws_iam_policy_document` that is read during apply, as the provider writes them; undefined
 * where it is not known how many there are, or what one of them does. Source: the provider's
 * internal/service/iam/policy_document_data_source.go and policy_model.go, 2026.
 */
export function statementsPlanned(data: TerraformResource, fillings: Fillings): readonly Json[] | undefined {
  const { values, unknown, expressions } = data;
  if (valueAt(unknown, ["statement"]) === true) return undefined;
  const planned = objectsIn(values.statement);
  const configured = objectsIn(expressions.statement);
  const statements = planned.map((statement, index) => {
    const open = valueAt(unknown, ["statement", index]);
    if (open === true || valueAt(open, ["effect"]) === true) return undefined;
    const said = planned.length === configured.length ? configured[index] : onlyLike(statement, configured);
    return rendered(new Block(statement, open, said ?? {}, `statement[${index}]`), fillings, versionOf(data));
  });
  return statements.every((statement) => statement !== undefined) ? statements : undefined;
}

export function versionOf({ values }: TerraformResource): string {
  return typeof values.version === "string" && values.version !== "" ? values.version : "2012-10-17";
}

/** What a plan has of a block, and what the configuration says of it. */
class Block {
  readonly #planned: Json;
  readonly #unknown: unknown;
  readonly #said: Json;
  readonly #path: string;

  constructor(planned: Json, unknown: unknown, said: Json, path: string) {
    this.#planned = planned;
    this.#unknown = unknown;
    this.#said = said;
    this.#path = path;
  }

  /** Undefined where it is not given. */
  text(name: string): string | undefined {
    const value = this.#planned[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  list(name: string): Listed {
    const value = this.#planned[name];
    const unknown = valueAt(this.#unknown, [name]);
    const items = Array.isArray(value) ? value : [];
    const open = items.filter((item, index) => typeof item !== "string" && valueAt(unknown, [index]) === true);
    return {
      known: items.filter((item) => typeof item === "string"),
      open: unknown === true ? undefined : open.length,
      references: longestOf(expressionAt(this.#said, [name])?.references ?? []),
      path: `${this.#path}.${name}`,
    };
  }

  blocks(name: string): readonly Block[] {
    const planned = objectsIn(this.#planned[name]);
    const said = objectsIn(this.#said[name]);
    return planned.map(
      (each, index) =>
        new Block(
          each,
          valueAt(this.#unknown, [name, index]),
          (planned.length === said.length ? said[index] : onlyLike(each, said)) ?? {},
          `${this.#path}.${name}[${index}]`,
        ),
    );
  }
}

function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "object" && each !== null) : [];
}

/** Blocks that are written by a `dynamic` one are not in the configuration: what is meant shows in its constants. */
function onlyLike(planned: Json, configured: readonly Json[]): Json | undefined {
  const [only, ...others] = configured.filter((each) =>
    Object.entries(each).every(([name, expression]) => fits(planned[name], asExpression(expression))),
  );
  return others.length === 0 ? only : undefined;
}

function fits(planned: unknown, expression: Expression | undefined): boolean {
  const constant = expression?.constant_value;
  if (constant === undefined) return true;
  const sorted = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  return sorted(constant) === sorted(planned);
}

function rendered(block: Block, fillings: Fillings, version: string): Json {
  const put = (text: string) => (version === "2012-10-17" ? text.replaceAll("&{", "${") : text);
  const texts = (name: string, fill: Fillings[keyof Fillings]) => {
    const listed = block.list(name);
    const all = listed.open === 0 ? listed.known : [...listed.known, ...fill(listed)];
    return oneOrSorted(all.map(put));
  };
  const { resources, principals, others } = fillings;
  const principalsIn = (name: string) =>
    principalOf(
      block.blocks(name).map((each) => {
        const listed = each.list("identifiers");
        const all = listed.open === 0 ? listed.known : [...listed.known, ...principals(listed)];
        return { type: each.text("type") ?? "AWS", identifiers: all.map(put) };
      }),
    );
  const conditions = block.blocks("condition").map((each) => {
    const listed = each.list("values");
    const values = listed.open === 0 ? listed.known : [...listed.known, ...others(listed)];
    return { test: each.text("test") ?? "", variable: each.text("variable") ?? "", values: values.map(put) };
  });
  return withoutEmpty({
    Sid: block.text("sid"),
    Effect: block.text("effect") ?? "Allow",
    Action: texts("actions", others),
    NotAction: texts("not_actions", others),
    Resource: texts("resources", resources),
    NotResource: texts("not_resources", resources),
    Principal: principalsIn("principals"),
    NotPrincipal: principalsIn("not_principals"),
    Condition: conditionOf(conditions),
  });
}

function withoutEmpty(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** One alone as a text, several sorted backwards; undefined of none. */
function oneOrSorted(texts: readonly string[]): string | readonly string[] | undefined {
  const [only, ...others] = texts;
  if (only === undefined) return undefined;
  return others.length === 0 ? only : [...new Set(texts)].sort().reverse();
}

/** `{"*": "*"}` alone becomes `"*"`; `{"AWS": "*"}` stays. */
function principalOf(
  principals: readonly { readonly type: string; readonly identifiers: readonly string[] }[],
): unknown {
  if (principals.length === 0) return undefined;
  const byType = Map.groupBy(principals, ({ type }) => type);
  const element = Object.fromEntries(
    [...byType].map(([type, same]) => [type, oneOrSorted(same.flatMap(({ identifiers }) => identifiers)) ?? []]),
  );
  return byType.size === 1 && element["*"] === "*" ? "*" : element;
}

function conditionOf(
  conditions: readonly { readonly test: string; readonly variable: string; readonly values: readonly string[] }[],
): unknown {
  if (conditions.length === 0) return undefined;
  const byTest = Map.groupBy(conditions, ({ test }) => test);
  return Object.fromEntries(
    [...byTest].map(([test, ofTest]) => {
      const byVariable = Map.groupBy(ofTest, ({ variable }) => variable);
      const entries = [...byVariable].map(([variable, same]) => {
        const values = same.flatMap((each) => each.values);
        return [variable, values.length === 1 ? values[0] : values];
      });
      return [test, Object.fromEntries(entries)];
    }),
  );
}

/**
 * Documents put together: a statement takes the place of one before it with its Sid, the later Version is kept, and the last Id.
 * Source: the provider's internal/service/iam/policy_model.go, `Merge`, 2026.
 */
export function merged(documents: readonly Document[]): Document {
  return documents.reduce<Document>(
    (before, { Version = "", Id = before.Id, Statement }) => {
      const later = Version > (before.Version ?? "") ? Version : before.Version;
      return {
        ...(later !== undefined && { Version: later }),
        ...(Id !== undefined && Id !== "" && { Id }),
        Statement: Statement.reduce<readonly Json[]>(withStatement, before.Statement),
      };
    },
    { Statement: [] },
  );
}

function withStatement(before: readonly Json[], added: Json): readonly Json[] {
  const at = before.findIndex(({ Sid }) => Sid === added.Sid);
  const hasSid = typeof added.Sid === "string" && added.Sid !== "";
  return hasSid && at >= 0 ? before.with(at, added) : [...before, added];
}

/** Undefined of what is no policy document. */
export function documentOf(text: string): Document | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const { Version, Id, Statement } = value as Json;
    return {
      ...(typeof Version === "string" && { Version }),
      ...(typeof Id === "string" && { Id }),
      Statement: objectsIn(Statement === undefined ? [] : [Statement].flat()),
    };
  } catch {
    return undefined;
  }
}
