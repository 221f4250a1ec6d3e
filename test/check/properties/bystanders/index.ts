import type { Change } from "../files.ts";
import type { Bystander } from "./bystander.ts";
import { besideManifests } from "./manifests.ts";
import { besideTemplates } from "./templates.ts";
import { besideTerraform } from "./terraform.ts";

export type { Bystander } from "./bystander.ts";

export const allBystanders: readonly Bystander[] = [...besideTemplates, ...besideTerraform, ...besideManifests];

/** Each of them that has a form for the file, one upon the other. */
export function withAll(bystanders: readonly Bystander[]): Change {
  return (file) => {
    const value = bystanders.reduce((at, { to }) => to({ ...file, value: at }) ?? at, file.value);
    return value === file.value ? undefined : value;
  };
}
