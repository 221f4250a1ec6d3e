import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tree } from "../../../check/read/tree.ts";
import { treeOfBlocks } from "../../../check/read/yaml-blocks.ts";
import { treeOfWhole } from "../../../check/read/yaml-whole.ts";
import { corpusFolder } from "../../support/corpus.ts";
import { yamlTexts } from "./yaml-texts.ts";

/** With all places, and with members in their order. */
const shown = (tree: Tree | undefined) =>
  JSON.stringify(tree, (_name, value) => (value instanceof Map ? [...value] : value));

describe("blocks are read as the whole text is", () => {
  test.each([
    ["members and items", "A:\n  B: c\n  D:\n    - e\n    - F: g\n      H: i\n    - - j\n      - k\nL: m\n"],
    ["items that are indented as their name", "A:\n- b\n- C: d\nE: f"],
    ["words for booleans as names", "on:\n  A: b\nno:\n  - c\nnull:\n  D: e"],
    ["words alone", "A: b\nC:  AWS::S3::Bucket\nD:\n- s3:Get*\n-   e\nyes: f\nG: No\nH:\n- null\n- Trueish"],
    ["block scalars", "A: |\n  # b\n  C: d\n\nE:\n  - >-\n    f: g\n  - H: |2\n        i\n    J: k"],
    ["a block scalar of blank lines", "A: |+\n\n\nB: c"],
    ["texts and flows of more lines", 'A: b\n  c\nD: "e\n  f"\nG: [h,\n  i]\nJ:\n  k\n  l'],
    [
      "functions",
      "A: !Sub ${B}\nC: !If\n  - D\n  - !Ref E\n  - - !GetAtt [F, Arn]\nG:\n  Fn::Join:\n    - ','\n    - [h]",
    ],
    ["nothing", "A:\nB:\n  C:\n  D: ~\nE:\n  -\n  - f\nG:"],
    ["comments", "# a\n---\n# b\nC: # d\n  # e\n  F: g # h\n# i\n  J: k\n\n  # l\nM: n"],
    ["lines that are written alike", "A:\n  B: c # d\nE:\n    B: c # d\nF:\n- c\n- c"],
    ["ends of lines of Windows", "A:\r\n  B: c\r\n\r\n  D: |\r\n    e\r\n  F: 'g'\r\n"],
  ])("%s", (_what, text) => {
    const tree = treeOfBlocks("t.yaml", text);
    expect(tree).toBeDefined();
    expect(shown(tree)).toBe(shown(treeOfWhole("t.yaml", text)));
  });

  const files = readdirSync(corpusFolder, { recursive: true, encoding: "utf8" });

  test.each(files.filter((file) => file.endsWith(".yaml")))("%s", (file) => {
    const text = readFileSync(join(corpusFolder, file), "utf8");
    const tree = treeOfBlocks(file, text);
    expect(tree).toBeDefined();
    expect(shown(tree)).toBe(shown(treeOfWhole(file, text)));
  });

  test("whatever is written", () => {
    fc.assert(
      fc.property(yamlTexts, (text) => {
        const tree = treeOfBlocks("t.yaml", text);
        if (tree !== undefined) expect(shown(tree)).toBe(shown(treeOfWhole("t.yaml", text)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a text is left to be parsed whole where it has", () => {
  test.each([
    ["nothing", ""],
    ["a text alone", "a"],
    ["a flow alone", "{A: b}"],
    ["an indent between two", "A:\n    B: c\n  D: e"],
    ["an indent that is too small", "  A: b\nC: d"],
    ["an item among members", "A: b\n- c"],
    ["a member among items", "- a\nB: c"],
    ["a name twice", "A: b\nC: d\nA: e"],
    ["a name twice, in other words", "on:\n  A: b\ntrue:\n  C: d"],
    ["a name that is too long", `${"A".repeat(1100)}:\n  B: c`],
    ["a name that is too long, beside a word", `${"A".repeat(1100)}: b`],
    ["a word that ends as a name does", "A: b:\nC: d"],
    ["no space before a comment", "A:#b\n  C: d"],
    ["a name of its own line", "A: b\n? C\n: d"],
    ["a name that is empty, further in", "A: b\n  : c"],
    ["a flow among members", "A: b\n{C: d}"],
    ["an alias", "A: &b c\nD: *b"],
    ["a merge", "A: &b {C: d}\nE:\n  <<: *b"],
    ["quotes that do not end", "A:\n  - '''\n  - b"],
    ["a flow that is indented too little", "A:\n  B: [c,\nd]"],
    ["an item further in than a text", "A: b\n  - c: d"],
    ["a tab that indents", "A:\n\tB: c"],
    ["a carriage return alone", "A: b\rC: d\nE: f"],
    ["a second document", "A: b\n---\nC: d"],
    ["two marks of a document", "---\n---\nA: b"],
    ["an end of the document", "A: b\n...\n"],
    ["a directive", "%YAML 1.1\n---\nA: b"],
    ["a comment that the parser takes for the start of a text of more lines", "A:\n#b\n  c\nD: e"],
  ])("%s", (_what, text) => {
    expect(treeOfBlocks("t.yaml", text)).toBeUndefined();
  });
});
