import type { NotChecked } from "../configuration.ts";
import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { assembled, type Draft } from "./draft.ts";
import type { ReadSettings, Side } from "./input-reader.ts";
import { accountsIn } from "./terraform/accounts.ts";
import { terraformDocument } from "./terraform/document.ts";
import { needed } from "./terraform/needed.ts";
import { type Reading, readingOf } from "./terraform/reading.ts";
import { recreatedRoles, savedBefore } from "./terraform/recreated-roles.ts";
import { withoutRefusedAcls } from "./terraform/refused-acls.ts";
import { readResource } from "./terraform/resources/index.ts";
import { member, plain, type Tree, textOf } from "./tree.ts";

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

/**
 * What plans and states of Terraform describe, together: what one of them attaches to a role of another counts. A plan is
 * read as what it leads to. Throws an `InputError` where something that the delivery rests on is known after apply. Sources:
 * Terraform documentation, "JSON output format"; Terraform Registry, AWS provider.
 */
export function readTerraform(inputs: readonly TerraformInput[], settings: ReadSettings): Part {
  const readings = inputs.flatMap(({ file, root, side }) => {
    const document = terraformDocument(file, plain(root));
    const accountOf = accountsIn(document, side, settings);
    return document.resources
      .filter(({ mode }) => mode === "managed")
      .map((resource) => readingOf(document, resource, accountOf));
  });
  const read = readings.map((reading) => readOrFail(reading));
  const part = assembled(read.flatMap((each) => ("draft" in each ? [each.draft] : [])));
  const isNeeded = needed(part);
  const left = read.flatMap((each): readonly NotChecked[] => {
    if ("draft" in each) return [];
    if (isNeeded(each.reading)) throw each.error;
    const { resource, source } = each.reading;
    return [{ what: resource.address, because: each.error.problem, source, couldMatter: false }];
  });
  const whole = { ...part, notChecked: [...part.notChecked, ...left] };
  return savedBefore(withoutRefusedAcls(whole, readings), recreatedRoles(readings), readings);
}

type Read = { readonly draft: Partial<Draft> } | { readonly reading: Reading; readonly error: InputError };

function readOrFail(reading: Reading): Read {
  try {
    return { draft: readResource(reading) };
  } catch (error) {
    if (error instanceof InputError) return { reading, error };
    throw error;
  }
}
