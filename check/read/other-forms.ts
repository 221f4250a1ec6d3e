import { InputError } from "../input-error.ts";
import { member, membersOf, type Tree } from "./tree.ts";

/** A file that many will try, by what it holds, and what to give instead. */
interface OtherForm {
  fits(root: Tree): boolean;
  readonly what: string;
  readonly instead: string;
}

const has =
  (...path: readonly string[]) =>
  (root: Tree) =>
    member(root, ...path) !== undefined;

const otherForms: readonly OtherForm[] = [
  {
    fits: (root) => has("version")(root) && has("serial")(root) && has("lineage")(root),
    what: "is a state in Terraform's own form",
    instead: "run `terraform show -json > state.json`, and give that",
  },
  {
    fits: has("TemplateBody"),
    what: "is what `aws cloudformation get-template` prints, with the template inside",
    instead: "run it with `--query TemplateBody`, with `--output text` for one in YAML, and give that",
  },
  {
    fits: has("DeliveryStreamDescription"),
    what: "is what `aws firehose describe-delivery-stream` prints, which has no policies",
    instead: "give the policies of its role and of its bucket, or read the accounts by --live",
  },
  {
    fits: has("deployment", "manifest"),
    what: "is the export of a Pulumi stack, which is not read",
    instead: "give the policies as files, or read the accounts by --live",
  },
  {
    fits: (root) => has("service")(root) && has("provider")(root),
    what: "is a Serverless Framework service, which that framework makes templates of",
    instead: "run `serverless package`, and give .serverless/cloudformation-template-update-stack.json",
  },
  {
    fits: (root) =>
      isStatement(root) || (root.kind === "list" && root.items.length > 0 && root.items.every(isStatement)),
    what: "has statements of a policy without the policy around them",
    instead: 'write them as { "Version": "2012-10-17", "Statement": [ … ] }',
  },
  {
    fits: (root) => root.kind === "list",
    what: "is a list, and no form of input is one",
    instead: "give the template, plan or policy itself",
  },
];

function isStatement(tree: Tree): boolean {
  const names = membersOf(tree).map(([name]) => name);
  return names.includes("Effect") && (names.includes("Action") || names.includes("NotAction"));
}

/** Throws the `InputError` about a file that is none of the forms, told by the form that it is. */
export function refuseOtherForm(file: string, root: Tree, forms: string): never {
  const found = otherForms.find(({ fits }) => fits(root));
  if (found !== undefined) throw new InputError({ file }, found.what, found.instead);
  throw new InputError({ file }, "is nothing that can be checked", `give ${forms}`);
}

/** A log of Terraform in place of a plan: one JSON document a line. */
export function refuseLog(file: string, text: string): void {
  if (!/^\{"@level":/.test(text)) return;
  throw new InputError(
    { file },
    "is the log that `terraform plan -json` writes",
    "run `terraform plan -out=plan.bin` and `terraform show -json plan.bin > plan.json`, and give that",
  );
}
