import { open, stat } from "node:fs/promises";
import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { readBounded } from "./bounded-file.ts";
import { isTemplate, readTemplates, type TemplateInput } from "./cloudformation.ts";
import type { GivenInput, InputReader } from "./input-reader.ts";
import { withNestedTemplates } from "./nested-templates.ts";
import { type ParsedFile, parsedFile } from "./parsed-file.ts";
import { isTerraform, readTerraform, type TerraformInput } from "./terraform.ts";

const form = "a CloudFormation template in YAML or JSON, a plan or state of Terraform by `terraform show -json`";

/** Files of any name: what they are shows in what they hold. */
export const fileReader: InputReader = {
  form,
  async fits(path) {
    const found = await stat(path).catch(() => undefined);
    return found?.isFile() === true;
  },
  async read(inputs, settings) {
    const templates: TemplateInput[] = [];
    const plans: TerraformInput[] = [];
    for (const input of inputs) {
      const file = await readFileOf(input);
      if (isTerraform(file.root)) plans.push(file);
      else if (isTemplate(file.root)) templates.push(file);
      else throw new InputError({ file: file.file }, "is nothing that can be checked", `give ${form}`);
    }
    const parts: Part[] = [];
    if (templates.length > 0) parts.push(readTemplates(await withNestedTemplates(templates), settings));
    if (plans.length > 0) parts.push(readTerraform(plans, settings));
    return parts;
  },
};

type GivenFile = ParsedFile & Pick<GivenInput, "side">;

async function readFileOf({ path: file, side }: GivenInput): Promise<GivenFile> {
  await refuseByName(file);
  return { ...parsedFile(file, await readBounded(file)), ...(side !== undefined && { side }) };
}

/** Files that many will try, and what to give instead. */
async function refuseByName(file: string): Promise<void> {
  if (/\.tf(?:\.json|vars)?$/.test(file)) {
    throw new InputError(
      { file },
      "is Terraform's source, whose values are known to Terraform alone",
      "run `terraform plan -out=plan.bin` and `terraform show -json plan.bin > plan.json`, and give that",
    );
  }
  if (await startsLikeZip(file)) {
    throw new InputError(
      { file },
      "is a plan in Terraform's own form",
      `run \`terraform show -json ${file} > plan.json\`, and give that`,
    );
  }
}

/** What `terraform plan -out` writes is a zip archive. */
async function startsLikeZip(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return bytesRead === 4 && buffer.equals(Buffer.from("PK\u0003\u0004"));
}
