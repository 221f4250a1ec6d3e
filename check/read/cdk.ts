import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { InputError } from "../input-error.ts";
import { pathInside, readBounded } from "./bounded-file.ts";
import { readTemplates, type TemplateInput } from "./cloudformation.ts";
import type { GivenInput, InputReader } from "./input-reader.ts";
import { withNestedTemplates } from "./nested-templates.ts";
import { locationOf, member, membersOf, type Tree, textOf } from "./tree.ts";
import { treeOfJson } from "./tree-of-json.ts";

const manifestName = "manifest.json";
const projectName = "cdk.json";

/**
 * What `cdk synth` writes: a folder with a manifest and a template for each stack. Nested assemblies are read, too. The folder
 * of a project stands for what was written into it.
 */
export const cdkReader: InputReader = {
  form: "a folder that `cdk synth` wrote, or its project's",
  fits: async ({ path }) => (await isFile(join(path, manifestName))) || (await isFile(join(path, projectName))),
  async read(inputs, settings) {
    const stacks = await Promise.all(inputs.map(async (input) => stacksIn(input, await assemblyIn(input.path))));
    return [readTemplates(await withNestedTemplates(stacks.flat()), settings)];
  },
};

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}

/** `cdk.out` of a project, unless its `cdk.json` has another `output`. Source: CDK Developer Guide, "Configure the CDK CLI". */
async function assemblyIn(folder: string): Promise<string> {
  if (await isFile(join(folder, manifestName))) return folder;
  const project = join(folder, projectName);
  const output = textOf(member(treeOfJson(project, await readBounded(project)), "output")) ?? "cdk.out";
  const assembly = resolve(folder, output) === output ? output : join(folder, output);
  if (await isFile(join(assembly, manifestName))) return assembly;
  throw new InputError(
    { file: folder },
    `is the project of a CDK app that is not synthesized: there is no \`${join(output, manifestName)}\``,
    "run `npx cdk synth` there, and check again",
  );
}

async function stacksIn(input: GivenInput, folder: string): Promise<readonly TemplateInput[]> {
  const file = join(folder, manifestName);
  const root = treeOfJson(file, await readBounded(file));
  const artifacts = membersOf(member(root, "artifacts"));
  const ofType = (type: string) => artifacts.filter(([, artifact]) => textOf(member(artifact, "type")) === type);
  const stacks = ofType("aws:cloudformation:stack");
  const stages = ofType("cdk:cloud-assembly");
  if (stacks.length + stages.length === 0) {
    throw new InputError({ file }, "names no stack", "give the folder that `cdk synth` wrote, `cdk.out` unless told");
  }
  const own = await Promise.all(stacks.map(([name, artifact]) => stackOf(input, folder, name, artifact)));
  const nested = await Promise.all(
    stages.map(async ([, artifact]) => {
      const name = member(artifact, "properties", "directoryName") ?? artifact;
      return stacksIn(input, await pathInside(folder, textOf(name) ?? "", locationOf(name)));
    }),
  );
  return [...own, ...nested.flat()];
}

async function stackOf({ side }: GivenInput, folder: string, name: string, artifact: Tree): Promise<TemplateInput> {
  const named = member(artifact, "properties", "templateFile");
  const askedFor = locationOf(named ?? artifact, `artifacts.${name}`);
  const file = await pathInside(folder, textOf(named) ?? "", askedFor);
  const text = await readBounded(file, { askedFor });
  return {
    file,
    text,
    format: "json",
    root: treeOfJson(file, text),
    generatedBy: "cdk synth",
    ...(side !== undefined && { side }),
    account: environmentOf(artifact),
    stackName: textOf(member(artifact, "properties", "stackName")) ?? basename(name),
  };
}

/** `aws://<account>/<region>`; a stack that is for any account has `unknown-account`. */
function environmentOf(artifact: Tree): TemplateInput["account"] {
  const [, id = "", region = ""] =
    /^aws:\/\/([^/]+)\/([^/]+)$/.exec(textOf(member(artifact, "environment")) ?? "") ?? [];
  return {
    ...(/^\d{12}$/.test(id) && { id }),
    ...(/^[a-z]{2,4}(?:-[a-z]+)+-\d$/.test(region) && { region }),
  };
}
