/** The diagram as Mermaid's text, which GitHub draws in a README. */
import { printable } from "../printable.ts";
import { type ArrowVerdict, accountTitles, type Diagram, type DiagramNode } from "./model.ts";
import { signs } from "./reasons.ts";

const colours: Readonly<Record<ArrowVerdict, string>> = { allowed: "#1a7f37", denied: "#cf222e", unknown: "#8c959f" };

/** How a kind of node looks: what stands around its label. */
const shapes: Readonly<Record<string, readonly [string, string]>> = {
  bucket: ["[(", ")]"],
  "data stream": ["[[", "]]"],
  role: ["([", "])"],
  key: ["{{", "}}"],
};

/** A flowchart from left to right; each arrow with the sign and the colour of its verdict. Ends with a line break. */
export function diagramMermaid({ accounts, nodes, arrows }: Diagram): string {
  const lines = ["flowchart LR"];
  for (const { name, title, id } of accountTitles({ accounts })) {
    const own = nodes.filter(({ account }) => account === name);
    lines.push(`  subgraph ${name}["${label(id === "" ? title : `${title} (${id})`)}"]`, ...own.map(nodeLine), "  end");
  }
  for (const { from, to, verdict, label: verb } of arrows) {
    const line = verdict === "unknown" ? "-.->" : "-->";
    lines.push(`  ${nodeId(from)} ${line}|"${signs[verdict]} ${label(verb)}"| ${nodeId(to)}`);
  }
  arrows.forEach(({ verdict }, at) => {
    lines.push(`  linkStyle ${at} stroke:${colours[verdict]},color:${colours[verdict]}`);
  });
  return `${lines.join("\n")}\n`;
}

function nodeLine({ id, kind, name }: DiagramNode): string {
  const [open, close] = shapes[kind] ?? ["[", "]"];
  return `    ${nodeId(id)}${open}"${label(kind)}<br>${label(name)}"${close}`;
}

/** Two hyphens would be an arrow. */
function nodeId(id: DiagramNode["id"]): string {
  return id.replace("-", "_");
}

/** Mermaid reads `#34;` as the character of that number. */
function label(text: string): string {
  return printable(text).replaceAll(/[^\w .,:()/-]/gu, (character) => `#${character.codePointAt(0)};`);
}
