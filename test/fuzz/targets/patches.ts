import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { edited } from "../../../check/repair/edit-json.ts";
import { editedYaml } from "../../../check/repair/edit-yaml.ts";
import { type FuzzTarget, propertyTarget } from "../target.ts";

const text = fc.stringMatching(/^[a-z:*/]{1,6}$/);
const value = fc.oneof(
  text,
  fc.array(text, { minLength: 1, maxLength: 3 }),
  fc.dictionary(text, text, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
);
const statement = fc.dictionary(text, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

const inputs = fc.record({
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
  added: statement,
  other: value,
  pick: fc.nat(),
  style: fc.constantFrom<"any" | "flow">("any", "flow"),
  indent: fc.constantFrom<undefined | number | string>(undefined, 2, 4, "\t"),
});

const subject = { json: edited, yaml: editedYaml };

/** The second edit is lost. */
const faulty: typeof subject = {
  json: (written, edits) => edited(written, edits.slice(0, 1)),
  yaml: (written, at, document, edits) => editedYaml(written, at, document, edits.slice(0, 1)),
};

export const patches: FuzzTarget = propertyTarget({
  name: "patches",
  component: "check/repair/edit-json.ts, check/repair/edit-yaml.ts",
  property: "a file that is edited reads as the document with that edit, and nothing else in it is another one",
  share: 300,
  inputs,
  subject,
  faulty,
  holds: ({ statements, added, other, pick, style, indent }, edit) => {
    const document = { Statement: statements };
    const index = pick % statements.length;
    const [name = ""] = Object.keys(statements[index] ?? {});
    const edits = [
      { path: ["Statement", index, name], value: other },
      { path: ["Statement", statements.length], value: added },
    ];
    const expected = {
      Statement: [...statements.map((each, at) => (at === index ? { ...each, [name]: other } : each)), added],
    };
    same(JSON.parse(edit.json(JSON.stringify(document, undefined, indent), edits)), expected);
    const yaml = stringify({ Policy: document, Beside: [added] }, { collectionStyle: style, lineWidth: 0 });
    same(parse(edit.yaml(yaml, ["Policy"], document, edits)), { Policy: expected, Beside: [added] });
  },
});

function same(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
  }
}
