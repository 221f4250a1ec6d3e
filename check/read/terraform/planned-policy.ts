import type { OpenDocument, PolicyText } from "../../configuration.ts";
import { unlessUnreadable } from "../../input-error.ts";
import type { TerraformDocument, TerraformResource } from "./document.ts";
import { type Drawing, endBehind, onceAppliedOrNamed, unknownValue } from "./drawn.ts";
import { expressionAt, longestOf } from "./expressions.ts";
import {
  type Document,
  documentOf,
  type Fillings,
  type Listed,
  merged,
  statementsPlanned,
  versionOf,
} from "./policy-document.ts";
import { follow, followReference, type Referent } from "./references.ts";
import { isUnknown, type Path, valueAt } from "./values.ts";

/** What a policy is read with. */
interface PolicyAround {
  readonly documentOf: (resource: TerraformResource) => TerraformDocument;
  readonly drawingOf: (resource: TerraformResource) => Drawing;
  /** Of a resource that the policy refers to; undefined where it is not known. */
  readonly attributeOf: (resource: TerraformResource, attribute: string) => string | undefined;
}

/** A policy that is known after apply, as far as a plan shows it. */
export type Planned = Pick<PolicyText, "text" | "open">;

/**
 * Of a policy that a data source `aws_iam_policy_document` writes, a plan has the statements. Of one that an expression puts
 * together, `jsonencode({ … })`, it has what the expression refers to, and nothing of what it says.
 */
export function plannedPolicy(around: PolicyAround, resource: TerraformResource, path: Path): Planned {
  return plannedAt(around, resource, path, new Set());
}

/** `trail`: what led here; what leads to itself is known by nothing. */
function plannedAt(around: PolicyAround, resource: TerraformResource, path: Path, trail: ReadonlySet<string>): Planned {
  const expression = expressionAt(resource.expressions, path);
  const found = follow(around.documentOf(resource), expression, resource);
  return writtenBy(around, found, trail) ?? openOf(longestOf(expression?.references ?? []));
}

/** The document that a reference leads to; undefined where none does. */
function writtenBy(around: PolicyAround, found: Referent | undefined, trail: ReadonlySet<string>): Planned | undefined {
  if (found === undefined) return undefined;
  if (found.kind === "value") return textPlanned(found.value);
  const { resource, attribute = "policy" } = found;
  const step = `${resource.file}#${resource.address}.${attribute}`;
  if (trail.has(step)) return undefined;
  const further = new Set([...trail, step]);
  if (resource.type === "aws_iam_policy_document") return documentPlanned(around, resource, further);
  const known = textPlanned(resource.values[attribute]);
  if (known !== undefined || !isUnknown(resource, [attribute])) return known;
  return /(?:^|_)policy$/.test(attribute) ? plannedAt(around, resource, [attribute], further) : undefined;
}

function textPlanned(value: unknown): Planned | undefined {
  return typeof value === "string" && documentOf(value) !== undefined ? { text: value } : undefined;
}

/** A document that is put together of more statements is larger than any that AWS takes. */
const mostStatements = 1000;

/** Several documents may take in the same one. */
const planned = new WeakMap<TerraformResource, Planned | "unknown">();

function documentPlanned(
  around: PolicyAround,
  data: TerraformResource,
  trail: ReadonlySet<string>,
): Planned | undefined {
  const known = planned.get(data) ?? documentMade(around, data, trail) ?? "unknown";
  planned.set(data, known);
  return known === "unknown" ? undefined : known;
}

function documentMade(around: PolicyAround, data: TerraformResource, trail: ReadonlySet<string>): Planned | undefined {
  const { values } = data;
  if (typeof values.json === "string" && values.json !== "") return { text: values.json };
  const own = statementsPlanned(data, fillingsOf(around, data));
  const sources = documentsAt(around, data, "source_policy_documents", trail);
  const overrides = documentsAt(around, data, "override_policy_documents", trail);
  if (own === undefined || sources === undefined || overrides === undefined) return undefined;
  const Id = typeof values.policy_id === "string" && values.policy_id !== "" ? { Id: values.policy_id } : {};
  const { Version, ...others } = merged([
    ...sources,
    { Version: versionOf(data), ...Id, Statement: own },
    ...overrides,
  ]);
  return others.Statement.length > mostStatements ? undefined : { text: JSON.stringify({ Version, ...others }) };
}

/** Documents that a data source takes in, in their order; undefined where one of them is not known. */
function documentsAt(
  around: PolicyAround,
  data: TerraformResource,
  name: string,
  trail: ReadonlySet<string>,
): readonly Document[] | undefined {
  const { values, unknown, expressions } = data;
  if (valueAt(unknown, [name]) === true) return undefined;
  const items = Array.isArray(values[name]) ? (values[name] as readonly unknown[]) : [];
  const isOpen = (index: number) => valueAt(unknown, [name, index]) === true;
  const document = around.documentOf(data);
  const found = longestOf(expressionAt(expressions, [name])?.references ?? []).map((reference) =>
    writtenBy(around, followReference(document, reference, data), trail),
  );
  const openOnes = items.flatMap((_, index) => (isOpen(index) ? [index] : []));
  const all = items.flatMap((item, index): readonly (Document | undefined)[] => {
    if (typeof item === "string") return item === "" ? [] : [documentOf(item)];
    if (!isOpen(index)) return [];
    // Where each item is one reference, they stand in the same order.
    const reference =
      found.length === items.length
        ? found[index]
        : found.length === openOnes.length
          ? found[openOnes.indexOf(index)]
          : undefined;
    return [reference?.open === undefined && reference !== undefined ? documentOf(reference.text) : undefined];
  });
  return all.every((each) => each !== undefined) ? all : undefined;
}

/** ARNs of these have nothing behind them that is a resource too. */
const wholeTypes = new Set(["aws_iam_role", "aws_iam_user", "aws_iam_policy", "aws_kms_key"]);

interface Candidate {
  readonly resource: TerraformResource;
  readonly arn: string;
}

function fillingsOf(around: PolicyAround, data: TerraformResource): Fillings {
  const document = around.documentOf(data);
  const drawing = around.drawingOf(data);
  const source = { file: data.file, path: data.address };
  const mark = ({ path }: Listed) => unknownValue(drawing, source, `${data.address}.${path}`);
  /** ARNs of what is known after apply, one for each reference; undefined where one of them is something else. */
  const candidates = ({ references }: Listed): readonly Candidate[] | undefined => {
    const referents = references.map((reference) => followReference(document, reference, data));
    const open = referents.filter((each) => each === undefined || !isKnown(each));
    const found = open.flatMap((each): readonly Candidate[] => {
      if (each?.kind !== "attribute") return [];
      const { resource, attribute = "arn" } = each;
      const arn = unlessUnreadable(() => around.attributeOf(resource, attribute));
      return arn?.startsWith("arn:") ? [{ resource, arn }] : [];
    });
    return found.length === open.length && found.length > 0 ? found : undefined;
  };
  /** Whether there is room for each of them. */
  const hasEach = ({ open }: Listed, { length }: readonly unknown[]) =>
    open === undefined ? length === 1 : open >= length;
  return {
    // A resource is an ARN, which can have something behind it: where a template puts one in, it stands in front.
    resources: (listed) => {
      const name = `${data.address}.${listed.path}`;
      const found = candidates(listed) ?? [];
      if (found.length === 0) return [unknownValue(drawing, source, name, { isListed: true })];
      const isEach = hasEach(listed, found);
      return found.map(({ resource, arn }) =>
        isEach && wholeTypes.has(resource.type) ? arn : `${arn}${endBehind(drawing, source, name, arn)}`,
      );
    },
    principals: (listed) => {
      const found = candidates(listed) ?? [];
      return found.length > 0 && hasEach(listed, found) ? found.map(({ arn }) => arn) : [mark(listed)];
    },
    others: (listed) => [mark(listed)],
  };
}

function isKnown(referent: Referent): boolean {
  if (referent.kind === "value") return referent.value !== undefined;
  const { resource, attribute = "arn" } = referent;
  const value = resource.values[attribute];
  return value !== undefined && value !== null;
}

function openOf(references: readonly string[]): Planned {
  const of = references.length === 0 ? "" : `, of ${references.map((each) => `\`${each}\``).join(", ")}`;
  const open: OpenDocument = {
    because: `it is put together${of}, and a plan shows nothing of a document that is known after apply`,
    settledBy: `${onceAppliedOrNamed}, or make it by a data source \`aws_iam_policy_document\``,
  };
  return { text: JSON.stringify({ Version: "2012-10-17", Statement: [] }), open };
}
