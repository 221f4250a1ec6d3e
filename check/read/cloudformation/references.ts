import type { Reference } from "../../configuration.ts";
import { InputError } from "../../input-error.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { type Resource, resourcesOf, type Template } from "./template.ts";

/** Types whose names and ARNs policies name. */
const named = new Set([
  "AWS::IAM::Role",
  "AWS::IAM::User",
  "AWS::IAM::ManagedPolicy",
  "AWS::S3::Bucket",
  "AWS::KMS::Key",
  "AWS::Kinesis::Stream",
  "AWS::KinesisFirehose::DeliveryStream",
  "AWS::Logs::LogGroup",
  "AWS::Lambda::Function",
  "AWS::Serverless::Function",
]);

/** How a template says what is drawn when it is deployed. */
export function referencesIn(template: Template, scope: Scope): readonly Reference[] {
  const all = [
    ["AWS::StackName", template.stackName] as const,
    ...resourcesOf(template)
      .filter(({ type }) => named.has(type))
      .flatMap((resource) => expressionsOf(resource, scope)),
  ];
  return all
    .filter(([, text]) => hasMark(text))
    .map(([expression, text]) => ({ form: "cloudformation", file: template.file, text, expression }));
}

function expressionsOf(
  { logicalId, tree, type }: Resource,
  scope: Scope,
): readonly (readonly [expression: string, text: string])[] {
  const told = (expression: string, work: () => Tree | undefined) => {
    try {
      const text = textOf(work());
      return text === undefined ? [] : [[expression, text] as const];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  };
  return [
    ...told(logicalId, () => scope.reference(logicalId, tree.at)),
    ...(type === "AWS::IAM::ManagedPolicy"
      ? []
      : told(`${logicalId}.Arn`, () => scope.attribute(logicalId, "Arn", tree.at))),
  ];
}
