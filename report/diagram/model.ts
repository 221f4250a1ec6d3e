/**
 * The set-up of a scenario as a diagram that always has the same shape: what the two accounts have, and between them the
 * permission checks, each with what the policies said and why. A function of the evidence alone.
 */
import type { Evidence } from "../../harness/result.ts";
import { arrowsOf } from "./arrows.ts";
import { nodesOf, subjectOf } from "./nodes.ts";
import type { Arrow, Diagram, DiagramNode, Trust } from "./types.ts";

export type * from "./types.ts";

export const noTrust: Trust = { callers: false, deliveries: false };

/** Undefined where nothing was set up that could be drawn. */
export function diagramOf(evidence: Evidence, trust: Trust = noTrust): Diagram | undefined {
  const subject = subjectOf(evidence);
  const { dataStream, deliveryStream, bucket } = subject;
  if (dataStream === undefined && deliveryStream === undefined && bucket === undefined) return undefined;
  const arrows = arrowsOf(evidence, subject, trust);
  const nodes = nodesOf(evidence, subject);
  const [only, ...others] = evidence.accounts;
  if (only !== undefined && others.length === 0) return ofOneAccount(only.id, nodes, arrows);
  const idOf = (name: string) => evidence.accounts.find((each) => each.name === name)?.id ?? "";
  return {
    accounts: [
      { name: "A", id: idOf("A") },
      { name: "B", id: idOf("B") },
    ],
    nodes,
    arrows,
  };
}

/** In the places of two, under the name of one. */
function ofOneAccount(id: string, nodes: readonly DiagramNode[], arrows: readonly Arrow[]): Diagram {
  const named = (text: string) => text.replace(/^account [AB]\b/, `account ${id}`);
  return {
    accounts: [{ name: "A", id }],
    nodes: nodes.map((node) => ({ ...node, name: named(node.name) })),
    arrows: arrows.map((arrow) => ({ ...arrow, title: named(arrow.title) })),
  };
}

/** What stands above A's part and above B's. */
export function accountTitles({ accounts }: Pick<Diagram, "accounts">): readonly AccountTitle[] {
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) {
    return [
      { name: "A", title: "account", id: only.id },
      { name: "B", title: "the same account", id: "" },
    ];
  }
  return accounts.map(({ name, id }) => ({ name, id, title: `account ${name}` }));
}

export interface AccountTitle {
  readonly name: "A" | "B";
  /** `account A` */
  readonly title: string;
  /** Empty where it has been said. */
  readonly id: string;
}
