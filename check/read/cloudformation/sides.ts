import { InputError } from "../../input-error.ts";
import type { Side } from "../input-reader.ts";
import { itemsOf, member, membersOf, type Tree, textOf } from "../tree.ts";
import type { TemplateInput } from "./input.ts";

/**
 * Templates with whose they are: as it is said, as what is in them shows, or as the template shows whose exports they import, for
 * an export is imported in its own account alone. Throws an `InputError` where none of these says it. Source: CloudFormation
 * User Guide, "Get exported outputs from a deployed CloudFormation stack".
 */
export function withSides(inputs: readonly TemplateInput[]): readonly (TemplateInput & { readonly side: Side })[] {
  return inputs.map((input) => {
    if (input.side !== undefined || input.account?.id !== undefined) {
      return { ...input, side: input.side ?? sideByContents(input) };
    }
    const isTogether = inputs.some((other) => other !== input && isOfA(other) && exchange(input, other));
    return { ...input, side: isTogether ? "A" : sideByContents(input) };
  });
}

function isOfA(input: TemplateInput): boolean {
  return input.side === undefined ? typesIn(input).includes(streamType) : input.side === "A";
}

function exchange(one: TemplateInput, other: TemplateInput): boolean {
  return importsFrom(one, other) || importsFrom(other, one);
}

/** By names that are written out. */
function importsFrom({ root: importer }: TemplateInput, { root: exporter }: TemplateInput): boolean {
  const exported = membersOf(member(exporter, "Outputs")).flatMap(
    ([, output]) => textOf(member(output, "Export", "Name")) ?? [],
  );
  return exported.length > 0 && importedNames(importer).some((name) => exported.includes(name));
}

function importedNames(tree: Tree): readonly string[] {
  if (tree.kind === "scalar") return [];
  if (tree.kind === "list") return tree.items.flatMap(importedNames);
  const name = textOf(member(tree, "Fn::ImportValue"));
  return name === undefined ? [...tree.members.values()].flatMap(importedNames) : [name];
}

const streamType = "AWS::KinesisFirehose::DeliveryStream";

/** Who has the delivery stream is A; who has a bucket and no delivery stream is B. */
function sideByContents(input: TemplateInput): Side {
  const types = new Set(typesIn(input));
  if (types.has(streamType)) return "A";
  if (types.has("AWS::S3::Bucket") || types.has("AWS::S3::BucketPolicy")) return "B";
  if (types.has("AWS::Kinesis::Stream")) return "A";
  const { file } = input;
  throw new InputError({ file }, "it does not show which account it is for", `give it as A=${file} or B=${file}`);
}

/** Types of its resources, those of loops and nested stacks among them. */
function typesIn({ root, nested = new Map() }: TemplateInput): readonly string[] {
  return [
    ...membersOf(member(root, "Resources")).flatMap(([, tree]) => typesOf(tree)),
    ...[...nested.values()].flatMap(typesIn),
  ];
}

function typesOf(tree: Tree): readonly string[] {
  if (tree.kind === "list")
    return itemsOf(tree).flatMap((item) => membersOf(item).flatMap(([, each]) => typesOf(each)));
  const type = textOf(member(tree, "Type"));
  return type === undefined ? [] : [type];
}
