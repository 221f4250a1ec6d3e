import { unlessUnreadable } from "../../input-error.ts";
import type { LeftOut } from "../../part.ts";
import { textsIn } from "../../unknown/texts.ts";
import type { Draft } from "../draft.ts";
import { itemsOf, locationOf, member, membersOf, plain, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { isLoop } from "./loops.ts";
import { resourcesOf, type Template } from "./template.ts";

const because = "what it goes through is not known";

/** Loops of resources that are left, for nobody gave what they go through. */
function loopsOf(template: Template): readonly (readonly [string, Tree])[] {
  return membersOf(member(template.root, "Resources")).filter(([name]) => isLoop(name));
}

/** What comes of a loop may allow or deny whatever it names: by its name, or as a resource of the template. */
export function loopNotes(template: Template, scope: Scope): Draft["notChecked"] {
  const logicalIds = new Set(resourcesOf(template).map(({ logicalId }) => logicalId));
  return loopsOf(template).map(([name, tree]) => {
    const written = textsIn(plain(tree));
    const referred = written.filter((text) => logicalIds.has(text)).map((id) => textOf(scope.reference(id, tree.at)));
    const texts = [...written, ...referred.filter((each) => each !== undefined)];
    return {
      what: `the resources of \`${name}\``,
      because,
      source: locationOf(tree, `Resources.${name}`),
      couldMatter: true,
      reach: { kind: "what-it-names", texts, may: "allow-or-deny" },
    };
  });
}

const kinds = new Map<string, LeftOut["kind"]>([
  ["AWS::KinesisFirehose::DeliveryStream", "delivery-stream"],
  ["AWS::S3::Bucket", "bucket"],
]);

/** Delivery streams and buckets that such a loop would make. */
export function leftOutByLoops(template: Template, scope: Scope): readonly LeftOut[] {
  return loopsOf(template).flatMap(([name, tree]) => {
    const fix = whatLists(tree, scope);
    const found = new Set(textsIn(plain(tree)).flatMap((text) => kinds.get(text) ?? []));
    return [...found].map(
      (kind): LeftOut => ({
        kind,
        name: undefined,
        what: `what \`${name}\` makes`,
        because,
        ...(fix !== undefined && { fix }),
        source: locationOf(tree, `Resources.${name}`),
      }),
    );
  });
}

function whatLists(tree: Tree, scope: Scope): string | undefined {
  const [, collection] = itemsOf(tree);
  const list = collection === undefined ? undefined : unlessUnreadable(() => evaluate(collection, scope));
  const marks = itemsOf(list).flatMap((each) => [...(textOf(each) ?? "")]);
  return marks.flatMap((mark) => scope.unknowns().get(mark)?.settledBy ?? [])[0];
}
