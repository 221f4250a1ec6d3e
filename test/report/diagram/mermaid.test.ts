import { expect, test } from "vitest";
import { diagramMermaid } from "../../../report/diagram/mermaid.ts";
import type { Diagram } from "../../../report/diagram/model.ts";
import { play } from "./play.ts";

const denied = await play("permissions/bucket-policy-without-s3-put-object");

test("the diagram as Mermaid has both accounts, the things in them and the checks between them", () => {
  const text = diagramMermaid(denied.diagram)
    .replaceAll(/-[0-9a-f]{8}/g, "")
    .replaceAll(/\d{12}/g, "…");
  expect(text).toBe(`\
flowchart LR
  subgraph A["account A (…)"]
    caller["producer<br>account A"]
    data_stream[["data stream<br>orders"]]
    delivery_stream["delivery stream<br>deliver"]
    role(["role<br>delivery"])
  end
  subgraph B["account B (…)"]
    bucket[("bucket<br>landing")]
    reader["reader<br>account B"]
  end
  caller -->|"✓ puts"| data_stream
  caller -->|"✓ sets up"| delivery_stream
  delivery_stream -->|"✓ assumes"| role
  role -->|"✓ reads"| data_stream
  role -->|"✗ writes"| bucket
  reader -->|"✓ reads"| bucket
  linkStyle 0 stroke:#1a7f37,color:#1a7f37
  linkStyle 1 stroke:#1a7f37,color:#1a7f37
  linkStyle 2 stroke:#1a7f37,color:#1a7f37
  linkStyle 3 stroke:#1a7f37,color:#1a7f37
  linkStyle 4 stroke:#cf222e,color:#cf222e
  linkStyle 5 stroke:#1a7f37,color:#1a7f37
`);
});

test("a name cannot leave its label", () => {
  const hostile: Diagram = {
    ...denied.diagram,
    nodes: denied.diagram.nodes.map((node) => ({ ...node, name: 'x"]\n click role "javascript:alert(1)' })),
  };
  const lines = diagramMermaid(hostile).split("\n");
  expect(lines.length).toBe(diagramMermaid(denied.diagram).split("\n").length);
  expect(lines).toContain('    role(["role<br>x#34;#93;#10; click role #34;javascript:alert(1)"])');
});
