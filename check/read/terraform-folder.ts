import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../input-error.ts";
import type { InputReader } from "./input-reader.ts";

export const sourceOfTerraform = "is Terraform's source, whose values are known to Terraform alone";

/** What to do in a folder of Terraform's source. */
export function howToPlan(folder: string): string {
  const plan = join(folder, "plan.json");
  return `run \`terraform plan -out=plan.bin\` and \`terraform show -json plan.bin > plan.json\` there (\`tofu plan\` and \`tofu show\` alike), and give ${plan}, or pipe it: \`terraform show -json plan.bin | crosscheck check -\``;
}

/** A folder of Terraform's or OpenTofu's source. What it describes, only they can say. */
export const terraformFolderReader: InputReader = {
  form: "a folder of Terraform's source with --plan",
  fits: ({ path }) => isTerraformFolder(path),
  async read([input]) {
    const file = input?.path ?? "";
    throw new InputError(
      { file },
      sourceOfTerraform.replace("is ", "is a folder of "),
      `give --plan, which plans it here and changes nothing, or ${howToPlan(file)}`,
    );
  },
};

/** Whether there is a file of Terraform's or OpenTofu's source in it. */
export async function isTerraformFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return false;
  const names = await readdir(path).catch(() => []);
  return names.some((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name));
}
