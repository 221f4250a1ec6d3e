import type { NotChecked, PolicyText } from "../../configuration.ts";
import { InputError } from "../../input-error.ts";
import type { SourceLocation } from "../../source.ts";
import type { AccountAndRegion } from "../account-of-side.ts";
import type { AccountOf } from "./accounts.ts";
import type { TerraformDocument, TerraformResource } from "./document.ts";
import { followingAttribute } from "./identities.ts";
import { expressionAt, follow } from "./references.ts";

type Path = readonly (string | number)[];

/** One resource of a plan or state, as far as it is asked for. */
export interface Reading {
  readonly resource: TerraformResource;
  readonly source: SourceLocation;
  readonly account: AccountAndRegion;
  /** As it stands there; undefined where it does not, or is known after apply. */
  value(...path: Path): unknown;
  /** A name or ARN, of what the plan will create, too. Throws an `InputError` where it cannot be known yet. */
  text(...path: Path): string | undefined;
  number(...path: Path): number | undefined;
  flag(...path: Path): boolean | undefined;
  /** Texts of a list. */
  texts(...path: Path): readonly string[];
  /** How many blocks of a name it has. */
  blocks(...path: Path): number;
  /** A policy document. Throws an `InputError` where it is known after apply; undefined where there is none. */
  policy(name: string, ...path: Path): PolicyText | undefined;
  /** Of what AWS gives the resource: its ARN. */
  attribute(name: string): string;
  notChecked(attribute: string, because: string, couldMatter: boolean): NotChecked;
}

export function readingOf(document: TerraformDocument, resource: TerraformResource, accountOf: AccountOf): Reading {
  const { address, file, values, unknown, expressions } = resource;
  const source: SourceLocation = { file, path: address };
  const value = (...path: Path) => at(values, path) ?? undefined;
  // What is unknown and not in the configuration is the provider's to say, and nothing that was asked for.
  const isUnknown = (path: Path) =>
    (path.length > 1 || expressions[String(path[0])] !== undefined) &&
    (at(unknown, path) === true || path.some((_, n) => at(unknown, path.slice(0, n)) === true));
  const resolved = (path: Path): string | undefined => {
    const found = follow(document, expressionAt(expressions, path), resource);
    if (found?.kind === "value") return typeof found.value === "string" ? found.value : undefined;
    if (found === undefined) return undefined;
    const known = found.resource.values[found.attribute];
    if (typeof known === "string") return known;
    const other = readingOf(document, found.resource, accountOf);
    // What one resource only passes on, such as the bucket of a bucket policy.
    return at(found.resource.unknown, [found.attribute]) === true &&
      found.resource.expressions[found.attribute] !== undefined
      ? other.text(found.attribute)
      : followingAttribute(found.resource, () => accountOf(found.resource), found.attribute);
  };
  const text = (...path: Path) => {
    const known = value(...path);
    // The provider keeps what is not given as an empty text.
    if (known !== undefined) return known === "" ? undefined : String(known);
    if (!isUnknown(path)) return undefined;
    const found = resolved(path);
    if (found === undefined) throw unknownYet(source, path);
    return found;
  };
  return {
    resource,
    source,
    get account() {
      return accountOf(resource);
    },
    value,
    text,
    number: (...path) => asNumber(value(...path)),
    flag: (...path) => asFlag(value(...path)),
    texts: (...path) => {
      const list = value(...path);
      const count = Array.isArray(list) ? list.length : isUnknown(path) ? 1 : 0;
      if (!Array.isArray(list) && count === 1) {
        const found = resolved(path);
        if (found === undefined) throw unknownYet(source, path);
        return [found];
      }
      return Array.from({ length: count }, (_, index) => {
        const item = at(list, [index]) ?? (count === 1 ? resolved(path) : undefined);
        if (typeof item !== "string") throw unknownYet(source, path);
        return item;
      });
    },
    blocks: (...path) => {
      const list = value(...path);
      return Array.isArray(list) ? list.length : 0;
    },
    policy(name, ...path) {
      const known = value(...path);
      if (typeof known === "string" && known !== "") {
        return { name, text: known, source: { file, path: `${address}.${path.join(".")}` } };
      }
      if (isUnknown(path)) throw unknownPolicy(source, path);
      return undefined;
    },
    attribute(name) {
      const known = value(name);
      if (typeof known === "string") return known;
      const follows = followingAttribute(resource, () => accountOf(resource), name);
      if (follows === undefined) throw unknownYet(source, [name]);
      return follows;
    },
    notChecked: (attribute, because, couldMatter) => ({
      what: `${address}.${attribute}`,
      because,
      source,
      couldMatter,
    }),
  };
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (around, step) =>
      around === null ? undefined : (around as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    value,
  );
}

function asNumber(value: unknown): number | undefined {
  return value === undefined || value === "" ? undefined : Number(value);
}

function asFlag(value: unknown): boolean | undefined {
  return value === undefined || value === "" ? undefined : String(value) === "true";
}

function unknownYet(source: SourceLocation, path: Path): InputError {
  return new InputError(
    source,
    `\`${path.join(".")}\` is known after apply, and does not follow from a name in the plan`,
    "give the state once it is applied, or name what it refers to in the configuration",
  );
}

function unknownPolicy(source: SourceLocation, path: Path): InputError {
  return new InputError(
    source,
    `\`${path.join(".")}\` is known after apply: a plan does not show a document that is put together of values which are`,
    'write its ARNs from names, as in "arn:aws:s3:::${var.bucket}/*", or give the state once it is applied',
  );
}
