import { computedDictionary, type Dictionary, itemsOf, member, membersOf, type Tree, textOf } from "../../tree.ts";
import { functionIn } from "../call.ts";
import { executionRole, roleIdOf } from "./execution-role.ts";
import { made } from "./made.ts";

const prefix = "AWS::Serverless::";

/**
 * A template of SAM with its Globals put into its resources, and what SAM makes beside them as far as policies name it: the roles
 * of functions and state machines, aliases and versions. Its own types stay. Source: SAM Developer Guide.
 */
export function serverless(root: Dictionary): Dictionary {
  const written = membersOf(member(root, "Resources"));
  const withGlobals = written.map(([logicalId, tree]) => [logicalId, globalsIn(root, tree)] as const);
  const resources = new Map(withGlobals);
  const taken = new Map<string, Tree>();
  for (const [logicalId, tree] of withGlobals) {
    const isConnector = textOf(member(tree, "Type")) === `${prefix}Connector`;
    taken.set(logicalId, isConnector ? connector(tree, idsIn(member(tree, "Properties")), resources) : tree);
  }
  for (const [logicalId, tree] of withGlobals) {
    for (const [name, each] of besides(logicalId, tree, resources)) if (!taken.has(name)) taken.set(name, each);
  }
  const { at } = member(root, "Resources") ?? root;
  return { ...root, members: new Map([...root.members, ["Resources", computedDictionary(taken, at)]]) };
}

/** What SAM makes of a resource beside it. */
function besides(
  logicalId: string,
  tree: Tree,
  resources: ReadonlyMap<string, Tree>,
): readonly (readonly [string, Tree])[] {
  const role = executionRole(logicalId, tree);
  return [
    ...(role === undefined ? [] : [[roleIdOf(logicalId), role] as const]),
    ...published(logicalId, tree),
    ...connectors(logicalId, tree, resources),
  ];
}

/** `Function.Alias` and `Function.Version`, as templates refer to what AutoPublishAlias makes. */
function published(logicalId: string, tree: Tree): readonly (readonly [string, Tree])[] {
  const alias = member(tree, "Properties", "AutoPublishAlias");
  if (textOf(member(tree, "Type")) !== `${prefix}Function` || alias === undefined) return [];
  const FunctionName = { Ref: logicalId };
  return [
    [`${logicalId}.Alias`, made({ Type: "AWS::Lambda::Alias", Properties: { FunctionName, Name: alias } }, tree.at)],
    [`${logicalId}.Version`, made({ Type: "AWS::Lambda::Version", Properties: { FunctionName } }, tree.at)],
  ];
}

/** Connectors that a resource has itself, and is the source of. */
function connectors(
  logicalId: string,
  tree: Tree,
  resources: ReadonlyMap<string, Tree>,
): readonly (readonly [string, Tree])[] {
  return membersOf(member(tree, "Connectors")).map(([name, each]) => {
    const ends = [logicalId, ...idsIn(member(each, "Properties"))];
    return [`${logicalId}${name}`, connector(each, ends, resources)] as const;
  });
}

/** It gives policies to the roles at its ends: those are what it names, beside names that it has itself. */
function connector(tree: Tree, ends: readonly string[], resources: ReadonlyMap<string, Tree>): Tree {
  const Roles = ends.flatMap((id) => roleOf(id, resources));
  const written = membersOf(member(tree, "Properties"));
  return made(
    {
      Type: `${prefix}Connector`,
      Condition: member(tree, "Condition"),
      Properties: { ...Object.fromEntries(written), Roles },
    },
    tree.at,
  );
}

function idsIn(tree: Tree | undefined): readonly string[] {
  return ["Source", "Destination"].flatMap((end) =>
    itemsOf(member(tree, end)).flatMap((each) => textOf(member(each, "Id")) ?? []),
  );
}

function roleOf(logicalId: string, resources: ReadonlyMap<string, Tree>): readonly Tree[] {
  const resource = resources.get(logicalId);
  if (resource === undefined) return [];
  const given = member(resource, "Properties", "Role") ?? member(resource, "Properties", "RoleArn");
  if (given !== undefined) return [given];
  return executionRole(logicalId, resource) === undefined ? [] : [made({ Ref: roleIdOf(logicalId) }, resource.at)];
}

/** A resource with the Globals of its kind. */
function globalsIn(root: Dictionary, tree: Tree): Tree {
  const type = textOf(member(tree, "Type")) ?? "";
  if (tree.kind !== "dictionary" || !type.startsWith(prefix)) return tree;
  const ignored = new Set(itemsOf(member(tree, "IgnoreGlobals")).map((each) => textOf(each)));
  const globals = member(root, "Globals", type.slice(prefix.length));
  if (globals === undefined || ignored.has("*")) return tree;
  const kept = membersOf(globals).filter(([name]) => !ignored.has(name));
  const properties = merged(computedDictionary(kept, globals.at), tree.members.get("Properties"));
  return { ...tree, members: new Map([...tree.members, ["Properties", properties]]), isComputed: true };
}

/** Objects are merged, lists follow one another, and of anything else the resource's own counts. */
function merged(global: Tree, own: Tree | undefined): Tree {
  if (own === undefined) return global;
  if (global.kind === "list" && own.kind === "list") {
    return { ...own, items: [...global.items, ...own.items], isComputed: true };
  }
  if (global.kind !== "dictionary" || own.kind !== "dictionary" || functionIn(global) || functionIn(own)) return own;
  const members = new Map(global.members);
  for (const [name, value] of own.members) {
    const before = global.members.get(name);
    members.set(name, before === undefined ? value : merged(before, value));
  }
  return { ...own, members, isComputed: true };
}
