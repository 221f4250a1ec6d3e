import { dirname, resolve } from "node:path";
import { InputError } from "../input-error.ts";
import { pathInside, readBounded } from "./bounded-file.ts";
import type { TemplateInput } from "./cloudformation.ts";
import { parsedFile } from "./parsed-file.ts";
import { locationOf, member, membersOf, type Tree, textOf } from "./tree.ts";

/** Properties that say where the template of a nested stack is, by the type of its resource. */
const locations = new Map([
  ["AWS::CloudFormation::Stack", "TemplateURL"],
  ["AWS::Serverless::Application", "Location"],
]);

/** Deeper than anybody nests stacks, and more than a stack has resources. */
const mostLevels = 10;
const mostTemplates = 500;

/**
 * Templates with those of their nested stacks that lie beside them: by a path, as `aws cloudformation package` takes it, or as an
 * asset of the CDK. One that is elsewhere, or cannot be read, is left out. A template that is given on its own and is nested in
 * another is read there. Source: AWS CLI Command Reference, `cloudformation package`.
 */
export async function withNestedTemplates(inputs: readonly TemplateInput[]): Promise<readonly TemplateInput[]> {
  const left = { count: mostTemplates };
  const all: TemplateInput[] = [];
  for (const input of inputs) all.push(await withNested(input, { above: [resolve(input.file)], left }));
  const nested = new Set(all.flatMap(filesNestedIn));
  return all.filter(({ file }) => !nested.has(resolve(file)));
}

function filesNestedIn({ nested = new Map() }: TemplateInput): readonly string[] {
  return [...nested.values()].flatMap((inner) => [resolve(inner.file), ...filesNestedIn(inner)]);
}

interface Way {
  /** Files of the stacks around it. */
  readonly above: readonly string[];
  readonly left: { count: number };
}

async function withNested(input: TemplateInput, { above, left }: Way): Promise<TemplateInput> {
  const nested = new Map<string, TemplateInput>();
  for (const [logicalId, resource] of membersOf(member(input.root, "Resources"))) {
    const location = locationIn(resource);
    if (location === undefined || above.length > mostLevels || left.count === 0) continue;
    const found = await besideIt(input, location);
    if (found === undefined || above.includes(resolve(found.file))) continue;
    left.count -= 1;
    nested.set(logicalId, await withNested(found, { above: [...above, resolve(found.file)], left }));
  }
  return nested.size === 0 ? input : { ...input, nested };
}

/** A path; undefined of what is no nested stack, or has a URL. */
function locationIn(resource: Tree): Tree | undefined {
  const property = locations.get(textOf(member(resource, "Type")) ?? "");
  if (property === undefined) return undefined;
  const location = member(resource, "Metadata", "aws:asset:path") ?? member(resource, "Properties", property);
  return /^\w[\w+.-]+:/.test(textOf(location) ?? "://") ? undefined : location;
}

async function besideIt(
  { file: parent, generatedBy }: TemplateInput,
  location: Tree,
): Promise<TemplateInput | undefined> {
  const askedFor = locationOf(location);
  try {
    const file = await pathInside(dirname(parent), textOf(location) ?? "", askedFor);
    const parsed = parsedFile(file, await readBounded(file, { askedFor }));
    return { ...parsed, ...(generatedBy !== undefined && { generatedBy }) };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
