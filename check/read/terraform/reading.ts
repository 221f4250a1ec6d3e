import type { NotChecked, PolicyText, Reach } from "../../configuration.ts";
import { InputError } from "../../input-error.ts";
import type { SourceLocation } from "../../source.ts";
import type { AccountAndRegion } from "../account-of-side.ts";
import type { AccountOf } from "./accounts.ts";
import type { TerraformDocument, TerraformResource } from "./document.ts";
import { type Drawing, unknownValue } from "./drawn.ts";
import { expressionAt, onlyReference } from "./expressions.ts";
import { followingAttribute, nameOf } from "./identities.ts";
import { plannedPolicy } from "./planned-policy.ts";
import { follow, followReference } from "./references.ts";
import { asFlag, asNumber, asText, isOpen, isUnknown, type Path, valueAt } from "./values.ts";

/** One resource of a plan or state, as far as it is asked for. */
export interface Reading {
  readonly resource: TerraformResource;
  readonly source: SourceLocation;
  readonly account: AccountAndRegion;
  /** Of the resource itself, with a mark for what is drawn at apply. */
  readonly name: string;
  /** As it stands there; undefined where it does not, or is known after apply. */
  value(...path: Path): unknown;
  /** What must be one thing and no other. Throws an `InputError` where it is known after apply and does not follow. */
  text(...path: Path): string | undefined;
  /** A name or ARN that nothing is made with, with a mark where it is known after apply and does not follow. */
  reference(...path: Path): string | undefined;
  /** A text that is nobody's name, such as a prefix; a mark where it is known after apply. */
  words(...path: Path): string | undefined;
  number(...path: Path): number | undefined;
  flag(...path: Path): boolean | undefined;
  /** Texts of a list, each of which must be one thing and no other. */
  texts(...path: Path): readonly string[];
  /** Names or ARNs of something else. */
  references(...path: Path): readonly string[];
  /** How many blocks of a name it has. */
  blocks(...path: Path): number;
  /** A policy document, as far as it is known; undefined where there is none. */
  policy(name: string, ...path: Path): PolicyText | undefined;
  /** Of what AWS gives the resource: its ARN. */
  attribute(name: string): string;
  /** Every text that is in its values, and every name or ARN that its configuration refers to. */
  allTexts(): readonly string[];
  notChecked(attribute: string, because: string, reach?: Reach): NotChecked;
}

/** What a resource is read with. */
export interface Around {
  readonly documentOf: (resource: TerraformResource) => TerraformDocument;
  readonly accountOf: AccountOf;
  readonly drawingOf: (resource: TerraformResource) => Drawing;
}

export function readingOf(around: Around, resource: TerraformResource): Reading {
  const { documentOf, accountOf, drawingOf } = around;
  const { address, file, values, expressions } = resource;
  const source: SourceLocation = { file, path: address, form: "terraform" };
  const identified = (of: TerraformResource) => ({
    resource: of,
    drawing: drawingOf(of),
    account: () => accountOf(of),
  });
  const value = (...path: Path) => valueAt(values, path) ?? undefined;
  const resolved = (path: Path): string | undefined => {
    const found = follow(documentOf(resource), expressionAt(expressions, path), resource);
    if (found === undefined) return undefined;
    if (found.kind === "value") return typeof found.value === "string" ? found.value : undefined;
    return attributeOf(around, found.resource, attributeMeant(path, found.attribute));
  };
  /** The value, what it follows from, or else what `otherwise` makes of it. */
  const textOr = (otherwise: (path: Path) => string, path: Path): string | undefined => {
    const known = value(...path);
    // The provider keeps what is not given as an empty text.
    if (known !== undefined) return known === "" ? undefined : asText(source, path, known);
    return isUnknown(resource, path) ? otherwise(path) : undefined;
  };
  const listOr = (otherwise: (path: Path) => string, path: Path): readonly string[] => {
    const list = value(...path);
    if (!Array.isArray(list)) return isUnknown(resource, path) ? [otherwise(path)] : [];
    return list.map((item, index) => {
      const at = [...path, index];
      if (item !== null) return asText(source, at, item);
      return otherwise(list.length === 1 ? path : at);
    });
  };
  const strict = (path: Path): string => {
    const found = resolved(path);
    if (found === undefined) throw unknownYet(source, path);
    return found;
  };
  const open = (path: Path): string => {
    const found = resolved(path);
    if (found !== undefined) return found;
    // Of several instances, each may refer to another one.
    const named = address.includes("[") ? undefined : onlyReference(expressionAt(expressions, path), resource.scope);
    return unknownValue(drawingOf(resource), source, named ?? `${address}.${path.join(".")}`);
  };
  const certain = (path: Path) => {
    if (value(...path) === undefined && isOpen(resource, path)) throw unknownYet(source, path);
    return value(...path);
  };
  return {
    resource,
    source,
    get account() {
      return accountOf(resource);
    },
    get name() {
      return nameOf(identified(resource));
    },
    value,
    text: (...path) => textOr(strict, path),
    reference: (...path) => textOr(open, path),
    words: (...path) => textOr(() => unknownValue(drawingOf(resource), source, `${address}.${path.join(".")}`), path),
    number: (...path) => asNumber(source, path, certain(path)),
    flag: (...path) => asFlag(source, path, certain(path)),
    texts: (...path) => listOr(strict, path),
    references: (...path) => listOr(open, path),
    blocks: (...path) => {
      const list = value(...path);
      return Array.isArray(list) ? list.length : 0;
    },
    policy(name, ...path) {
      const known = value(...path);
      const at = { ...source, path: `${address}.${path.join(".")}` };
      if (typeof known === "string" && known !== "") return { name, text: known, source: at };
      if (!isUnknown(resource, path)) return undefined;
      const within = {
        ...around,
        attributeOf: (...of: readonly [TerraformResource, string]) => attributeOf(around, ...of),
      };
      return { name, ...plannedPolicy(within, resource, path), source: at };
    },
    attribute(name) {
      const known = value(name);
      if (typeof known === "string") return known;
      return (
        followingAttribute(identified(resource), name) ??
        unknownValue(drawingOf(resource), source, `${address}.${name}`)
      );
    },
    allTexts: () => [...textsIn(values), ...referencesIn(around, resource)],
    notChecked: (attribute, because, reach) => ({
      what: `${address}.${attribute}`,
      because,
      source,
      couldMatter: true,
      ...(reach !== undefined && { reach }),
    }),
  };
}

/** Of a resource that is referred to: as it stands there, as it is passed on, or as it follows from the name. */
export function attributeOf(around: Around, resource: TerraformResource, attribute: string): string | undefined {
  const { accountOf, drawingOf } = around;
  const known = resource.values[attribute];
  if (typeof known === "string") return known;
  const account = () => accountOf(resource);
  const followed = followingAttribute({ resource, drawing: drawingOf(resource), account }, attribute);
  if (followed !== undefined) return followed;
  // What one resource only passes on, such as the bucket of a bucket policy.
  const passed = attribute === "id" && resource.type.startsWith("aws_s3_bucket_") ? "bucket" : attribute;
  return isUnknown(resource, [passed]) ? readingOf(around, resource).text(passed) : undefined;
}

/** Where an ARN is asked for, an id alone is what the configuration puts one together of. */
function attributeMeant(path: Path, attribute: string | undefined): string {
  const [asked] = path.filter((step) => typeof step === "string").slice(-1);
  const isArn = /(?:^|_)arns?$/.test(String(asked));
  if (attribute === undefined) return isArn ? "arn" : /_name$/.test(String(asked)) ? "name" : "id";
  return isArn && ["id", "name", "bucket", "key_id"].includes(attribute) ? "arn" : attribute;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function referencesIn(around: Around, resource: TerraformResource): readonly string[] {
  const document = around.documentOf(resource);
  const all = (expression: unknown): readonly string[] => {
    if (typeof expression !== "object" || expression === null) return [];
    const { references } = expression as { readonly references?: unknown };
    if (Array.isArray(references)) return references.map(String);
    return Object.values(expression).flatMap(all);
  };
  return [...new Set(all(resource.expressions))].flatMap((reference) => {
    const found = followReference(document, reference, resource);
    if (found === undefined) return [];
    if (found.kind === "value") return textsIn(found.value);
    const told = (attribute: string) => {
      try {
        return attributeOf(around, found.resource, attribute);
      } catch (error) {
        if (error instanceof InputError) return undefined;
        throw error;
      }
    };
    return told(found.attribute ?? "arn") ?? [];
  });
}

function unknownYet(source: SourceLocation, path: Path): InputError {
  return new InputError(
    source,
    `\`${path.join(".")}\` is known after apply, and does not follow from a name in the plan`,
    "give the state once it is applied, or name what it refers to in the configuration",
  );
}
