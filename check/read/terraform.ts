import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import type { ReadSettings, Side } from "./input-reader.ts";
import { member, type Tree, textOf } from "./tree.ts";

export interface TerraformInput {
  readonly file: string;
  readonly root: Tree;
  readonly side?: Side;
}

/** Whether a value is what `terraform show -json` writes. */
export function isTerraform(root: Tree): boolean {
  return textOf(member(root, "format_version")) !== undefined;
}

export function readTerraform([first]: readonly TerraformInput[], _settings: ReadSettings): Part {
  throw new InputError({ file: first?.file ?? "input" }, "plans of Terraform are not read yet");
}
