import { InputError } from "../../input-error.ts";
import { anyText } from "../../unknown/forms.ts";
import { member, membersOf, type Place, scalar, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import type { FindExport } from "./scope.ts";
import { isIncluded, type Stack } from "./stacks.ts";
import type { Template } from "./template.ts";

type Export = (name: string, at: Place) => Tree | undefined;

/** What `Fn::ImportValue` gives in a template: an export of a stack in its account and region, or else a mark. */
export function exportsAmong(stacks: () => readonly Stack[]): (importer: Template) => FindExport {
  const exportsOf = new Map<Template, Export>();
  const exportOf = (stack: Stack): Export => {
    const known = exportsOf.get(stack.template) ?? exportsBy(stack);
    exportsOf.set(stack.template, known);
    return known;
  };
  return (importer) => (name, at) => {
    for (const stack of stacks()) {
      if (!isSamePlace(stack.template, importer)) continue;
      const value = exportOf(stack)(name, at);
      if (value !== undefined) return value;
    }
    return scalar(unknownExport(importer, name, at), at);
  };
}

function isSamePlace({ account: one }: Template, { account: other }: Template): boolean {
  return one.id === other.id && one.region === other.region;
}

function unknownExport({ unknowns, account }: Template, name: string, at: Place): string {
  return unknowns.mark(`${account.id}/${account.region}#export ${name}`, () => ({
    ...anyText,
    what: `the export \`${name}\``,
    shown: `<export ${name}>`,
    settledBy: "give the template that exports it, too",
    kind: "withheld",
    source: at,
  }));
}

/** Finds the exports of a stack. Each is worked out once, when it is first asked for. */
function exportsBy({ template, scope }: Stack): Export {
  const known = new Map<string, Tree | undefined>();
  const open = new Set<string>();
  return (name, at) => {
    if (known.has(name)) return known.get(name);
    if (open.has(name)) throw new InputError(at, `the export \`${name}\` imports itself`);
    open.add(name);
    try {
      const value = exportNamed(template, name, scope);
      known.set(name, value);
      return value;
    } finally {
      open.delete(name);
    }
  };
}

function exportNamed(template: Template, name: string, scope: Scope): Tree | undefined {
  for (const [, output] of membersOf(member(template.root, "Outputs"))) {
    const exported = member(output, "Export", "Name");
    const value = member(output, "Value");
    if (exported === undefined || value === undefined || !isIncluded(output, scope)) continue;
    if (textOf(evaluate(exported, scope)) === name) return evaluate(value, scope);
  }
  return undefined;
}
