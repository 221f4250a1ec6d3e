import { open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { checkedText, readBounded } from "./bounded-file.ts";
import { isTemplate, readTemplates, type TemplateInput } from "./cloudformation.ts";
import type { GivenInput, InputReader, ReadSettings } from "./input-reader.ts";
import { withNestedTemplates } from "./nested-templates.ts";
import { refuseLog, refuseOtherForm } from "./other-forms.ts";
import { type ParsedFile, parsedFile } from "./parsed-file.ts";
import { isPolicy, type PolicyFile } from "./policies/document.ts";
import { readBucketPolicy, readPolicies } from "./policies/read.ts";
import { isTerraform, readTerraform, type TerraformInput, terraformOutputs } from "./terraform.ts";
import { howToPlan, sourceOfTerraform } from "./terraform-folder.ts";

const form =
  "a CloudFormation template in YAML or JSON, a plan or state of Terraform by `terraform show -json`, policies in JSON";

/** Files of any name: what they are shows in what they hold. */
export const fileReader: InputReader = {
  form,
  async fits({ path }) {
    const found = await stat(path).catch(() => undefined);
    return found?.isFile() === true;
  },
  async read(inputs, settings) {
    const templates: TemplateInput[] = [];
    const plans: TerraformInput[] = [];
    const policies: PolicyFile[] = [];
    for (const input of inputs) {
      const file = await readFileOf(input, settings);
      if (isTerraform(file.root)) plans.push(file);
      else if (isTemplate(file.root)) templates.push(file);
      else if (isPolicy(file.root)) policies.push(file);
      else refuseOtherForm(file.file, file.root, form);
    }
    const parts: Part[] = [];
    if (templates.length > 0) {
      const outputsBeside = terraformOutputs(plans);
      parts.push(readTemplates(await withNestedTemplates(templates), { ...settings, outputsBeside }));
    }
    if (plans.length > 0) parts.push(readTerraform(plans, settings));
    if (policies.length > 0) {
      const readThem = parts.length === 0 && settings.areOthersGiven !== true ? readPolicies : readBucketPolicy;
      parts.push(readThem(policies, settings));
    }
    return parts;
  },
};

/** Files that are policies. Rejects with an `InputError` where one is something else. */
export async function readPolicyFiles(
  inputs: readonly GivenInput[],
  settings: ReadSettings,
): Promise<readonly PolicyFile[]> {
  const files = await Promise.all(inputs.map((input) => readFileOf(input, settings)));
  const other = files.find(({ root }) => !isPolicy(root));
  if (other === undefined) return files;
  throw new InputError({ file: other.file }, "is no policy", "only what bare policies describe is saved");
}

type GivenFile = ParsedFile & Pick<GivenInput, "side">;

async function readFileOf({ path, side }: GivenInput, { texts }: ReadSettings): Promise<GivenFile> {
  const given = texts?.get(path);
  const { name: file } = given ?? { name: path };
  if (given === undefined) await refuseByName(file);
  const text = given === undefined ? await readBounded(file) : checkedText(given.bytes, file);
  refuseLog(file, text);
  return { ...parsedFile(file, text), ...(side !== undefined && { side }) };
}

/** Files that many will try, and what to give instead. */
async function refuseByName(file: string): Promise<void> {
  if (/\.(?:tf|tofu)(?:\.json|vars)?$/.test(file)) {
    throw new InputError({ file }, sourceOfTerraform, howToPlan(dirname(file)));
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
