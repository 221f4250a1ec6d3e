import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { assembled, type Draft } from "./draft.ts";
import type { ReadingSettings, Side } from "./input-reader.ts";
import { ofSide } from "./of-side.ts";
import { accountsIn, sidesIn } from "./terraform/accounts.ts";
import { type TerraformDocument, type TerraformResource, terraformDocuments } from "./terraform/document.ts";
import type { Drawing } from "./terraform/drawn.ts";
import { type Around, type Reading, readingOf } from "./terraform/reading.ts";
import { recreatedRoles, savedBefore } from "./terraform/recreated-roles.ts";
import { withoutRefusedAcls } from "./terraform/refused-acls.ts";
import { readResource, subjectOf } from "./terraform/resources/index.ts";
import { organizationPolicies } from "./terraform/resources/organizations.ts";
import { member, membersOf, type Tree, textOf } from "./tree.ts";

export interface TerraformInput {
  readonly file: string;
  readonly root: Tree;
  readonly side?: Side;
}

/** Whether a value is what `terraform show -json` writes. */
export function isTerraform(root: Tree): boolean {
  return (
    textOf(member(root, "format_version")) !== undefined &&
    ["planned_values", "values", "terraform_version"].some((name) => member(root, name) !== undefined)
  );
}

/** Texts that plans and states put out, by name; what is known after apply is none. */
export function terraformOutputs(inputs: readonly TerraformInput[]): ReadonlyMap<string, string> {
  return new Map(
    inputs.flatMap(({ root }) =>
      [member(root, "planned_values", "outputs"), member(root, "values", "outputs")]
        .flatMap(membersOf)
        .flatMap(([name, output]) => {
          const value = textOf(member(output, "value"));
          return value === undefined ? [] : [[name, value] as const];
        }),
    ),
  );
}

/**
 * What plans and states of Terraform describe, together: what one of them attaches to a role of another counts. A plan is
 * read as what it leads to, with a mark for each name or id that is known after apply. Sources: Terraform documentation,
 * "JSON output format"; Terraform Registry, AWS provider.
 */
export function readTerraform(inputs: readonly TerraformInput[], settings: ReadingSettings): Part {
  const documents = terraformDocuments(inputs);
  const around = aroundOf(
    documents,
    inputs.map(({ side }) => side),
    settings,
  );
  const readings = documents.flatMap(({ resources }) =>
    resources.filter(({ mode }) => mode === "managed").map((resource) => readingOf(around, resource)),
  );
  const part = assembled([...readings.map(readOrNote), { notChecked: organizationPolicies(readings) }]);
  return savedBefore(withoutRefusedAcls(part, readings), recreatedRoles(readings), readings);
}

/** `sides`: of each document, where the user says it. */
function aroundOf(
  documents: readonly TerraformDocument[],
  sides: readonly (Side | undefined)[],
  settings: ReadingSettings,
): Around {
  const ofResource = new Map<
    TerraformResource,
    Omit<Around, "documentOf"> & { readonly document: TerraformDocument }
  >();
  for (const [index, document] of documents.entries()) {
    const side = sides[index];
    const sideOf = sidesIn(document, side);
    const drawingOf = (resource: TerraformResource): Drawing => {
      const whose = sideOf(resource);
      return {
        unknowns: settings.unknowns,
        physicalIds: ofSide(whose, settings.physicalIds),
        sidePrefix: whose === undefined ? "" : `${whose}:`,
      };
    };
    const own = { document, accountOf: accountsIn(document, side, settings), drawingOf };
    for (const resource of document.resources) ofResource.set(resource, own);
  }
  const of = (resource: TerraformResource) => {
    const own = ofResource.get(resource);
    if (own === undefined) throw new RangeError(`${resource.address} is in none of the documents`);
    return own;
  };
  return {
    documentOf: (resource) => of(resource).document,
    accountOf: (resource) => of(resource).accountOf(resource),
    drawingOf: (resource) => of(resource).drawingOf(resource),
  };
}

/** What cannot be read is in the way of a delivery that needs it, and of no other. */
function readOrNote(reading: Reading): Partial<Draft> {
  try {
    return readResource(reading);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { unreadable: [{ ...subjectOf(reading), what: reading.resource.address, error }] };
  }
}
