import { InputError } from "../../input-error.ts";
import type { Draft } from "../draft.ts";
import { itemsOf, locationOf, member, membersOf, type Tree, textOf } from "../tree.ts";
import { isLoop, unrolled } from "./loops.ts";
import { noOutputs } from "./output-references.ts";
import { scopeOf } from "./scope.ts";
import { serverless } from "./serverless/expand.ts";
import type { Template } from "./template.ts";

const languageExtensions = "AWS::LanguageExtensions";

/** A template as the macros that AWS provides make it. Throws an `InputError` on a loop without its macro. */
export function expanded(template: Template): Template {
  const withoutLoops = { ...template, root: unrolledBy(template) };
  const isServerless = macrosOf(template.root).some(({ name }) => name.startsWith("AWS::Serverless-"));
  return isServerless ? { ...withoutLoops, root: serverless(withoutLoops.root) } : withoutLoops;
}

function unrolledBy(template: Template): Template["root"] {
  const { root } = template;
  if (macrosOf(root).some(({ name }) => name === languageExtensions)) {
    const scope = scopeOf(template, {
      findExport(name, at) {
        throw new InputError(at, `a loop cannot go through the import \`${name}\``, "list its values there");
      },
      findOutput: () => undefined,
      outputsOf: noOutputs,
    });
    return unrolled(root, scope);
  }
  const [loop] = membersOf(member(root, "Resources")).filter(([name]) => isLoop(name));
  if (loop === undefined) return root;
  throw new InputError(
    loop[1].at,
    `\`${loop[0]}\` is a loop, which CloudFormation unrolls with a macro`,
    `write \`Transform: ${languageExtensions}\` at the top`,
  );
}

/** Macros that AWS provides and that touch nothing but their own resources. */
const harmless = /^AWS::(?:LanguageExtensions|Serverless-|SecretsManager-|CodeDeployBlueGreen)/;

/** What other macros make of a template is known once it is deployed. */
export function macroNotes({ root, file }: Template): Draft["notChecked"] {
  return macrosOf(root).map(({ name, tree }) => {
    const source = locationOf(tree, "Transform");
    const what = `Transform ${name}`;
    if (harmless.test(name)) {
      return { what, because: "it touches resources of its own alone", source, couldMatter: false };
    }
    const because = "it may rewrite every resource of its template";
    return { what, because, source, couldMatter: true, reach: { kind: "file", file } };
  });
}

function macrosOf(root: Tree): readonly { readonly name: string; readonly tree: Tree }[] {
  return itemsOf(member(root, "Transform")).map((tree) => ({
    name: textOf(tree) ?? textOf(member(tree, "Name")) ?? "",
    tree,
  }));
}
