import { describe, expect, test } from "vitest";
import type { Diagram } from "../../../report/diagram/model.ts";
import { diagramText } from "../../../report/diagram/text.ts";
import { play } from "./play.ts";

const flow = await play("cross-account-delivery");
const denied = await play("permissions/bucket-policy-without-s3-put-object");

/** With the names of a run that follow from its seed written short. */
function drawn(diagram: Diagram): readonly string[] {
  return diagramText(diagram).split("\n");
}

describe("the diagram for a terminal", () => {
  test("has both accounts, and every check with its sign", () => {
    const [a, b] = flow.evidence.accounts.map(({ id }) => id);
    const suffix = flow.evidence.setup.roles[0]?.name.replace("delivery", "");
    expect(drawn(flow.diagram)).toEqual([
      `  account A ${a}                         account B ${b}`,
      "",
      "  ╭ data stream ───────────╮",
      `  │ orders${suffix}        │  ✓ account A puts`,
      "  ╰────────────────────────╯",
      "          ▲ ✓ reads",
      "  ╭ role ──────────────────╮      ✓ writes       ╭ bucket ────────────────╮",
      `  │ delivery${suffix}      │────────────────────▶│ landing${suffix}       │`,
      "  ╰────────────────────────╯                     ╰────────────────────────╯",
      "          ▲ ✓ assumes                                    ▲ ✓ reads by account B",
      "  ╭ delivery stream ───────╮",
      `  │ deliver${suffix}       │  ✓ account A sets up`,
      "  ╰────────────────────────╯",
      "",
    ]);
  });

  test("tells below it what was denied, why, and how to repair it", () => {
    const text = diagramText(denied.diagram)
      .replaceAll(/-[0-9a-f]{8}/g, "")
      .replaceAll(/\d{12}/g, "…");
    expect(text.slice(text.indexOf("  ✗ role"))).toBe(`\
  ✗ role delivery writes into bucket landing
      s3:PutObject was denied
        WriteObjects in the identity policy of delivery in account A
          allows it
        AllowDelivery in the bucket policy of landing in account B
          comes nearest: its Action lacks \`s3:PutObject\`
        fix: add \`s3:PutObject\` to the Action of statement \`AllowDelivery\`
          (policy \`bucket policy\` of bucket \`landing\` in account B
          (…))
`);
  });

  test("keeps to 80 columns, also with names that are longer", () => {
    const long: Diagram = {
      ...denied.diagram,
      nodes: denied.diagram.nodes.map((node) => ({ ...node, name: "n".repeat(60) })),
    };
    for (const line of drawn(long)) expect(line.length).toBeLessThanOrEqual(80);
    expect(drawn(long)[3]).toBe(`  │ ${"n".repeat(21)}… │  ✓ account A puts`);
  });

  test("colours each sign by its verdict, and nothing else", () => {
    const coloured = diagramText(flow.diagram, (verdict, text) => `<${verdict}>${text}</>`);
    expect(coloured).toContain("  <allowed>✓ account A puts</>");
    expect(coloured.replaceAll(/<\w*>|<\/>/g, "")).toBe(diagramText(flow.diagram));
  });

  test("shows what would move the cursor instead of doing it", () => {
    const hostile: Diagram = {
      ...flow.diagram,
      nodes: flow.diagram.nodes.map((node) => ({ ...node, name: "\u001b[2Jx\u202ey" })),
    };
    expect(diagramText(hostile)).toContain("\\u001b[2Jx\\u202ey");
    for (const raw of ["\u001b", "\u202e"]) expect(diagramText(hostile)).not.toContain(raw);
  });
});
