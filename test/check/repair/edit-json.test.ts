import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edited } from "../../../check/repair/edit-json.ts";

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "One", "Action": ["a", "b"] },
    {
      "Sid": "Two",
      "Action": "c"
    }
  ]
}
`;

describe("an edit", () => {
  test("changes the lines that it is about and no others", () => {
    expect(edited(policy, [{ path: ["Statement", 1, "Action"], value: ["c", "d"] }])).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "One", "Action": ["a", "b"] },
    {
      "Sid": "Two",
      "Action": [
        "c",
        "d"
      ]
    }
  ]
}
`);
  });

  test("removes the last of a list with the comma before it", () => {
    expect(edited(policy, [{ path: ["Statement", 1], value: undefined }])).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "One", "Action": ["a", "b"] }
  ]
}
`);
  });

  test("removes the first of a list with the comma behind it", () => {
    expect(edited('{"Statement":[{"a":1},{"b":2}]}', [{ path: ["Statement", 0], value: undefined }])).toBe(
      '{"Statement":[{"b":2}]}',
    );
  });

  test("leaves a document alone that has nothing in that place", () => {
    expect(edited(policy, [{ path: ["Statement", 7], value: undefined }])).toBe(policy);
  });

  test("comes to the same as removing from the parsed document, in any layout", () => {
    const document = fc.dictionary(fc.string(), fc.array(fc.jsonValue(), { maxLength: 4 }), {
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(document, fc.nat(), fc.nat(), fc.constantFrom(undefined, 2, "\t"), (value, which, at, indent) => {
        const keys = Object.keys(value);
        const key = keys[which % keys.length] ?? "";
        const list = value[key] ?? [];
        fc.pre(key !== "__proto__" && list.length > 0);
        const index = at % list.length;
        const text = edited(JSON.stringify(value, undefined, indent), [{ path: [key, index], value: undefined }]);
        const expected = { ...value, [key]: list.toSpliced(index, 1) };
        // JSON has no -0.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
    );
  });
});

describe("what is added", () => {
  test("to a list in one line stays in it", () => {
    expect(edited(policy, [{ path: ["Statement", 0, "Action", 2], value: "c" }])).toBe(
      policy.replace('["a", "b"]', '["a", "b", "c"]'),
    );
  });

  test("to an object in one line stays in it", () => {
    expect(edited(policy, [{ path: ["Statement", 0, "Condition"], value: { Bool: { x: ["y"] } } }])).toBe(
      policy.replace('["a", "b"] }', '["a", "b"], "Condition": { "Bool": { "x": ["y"] } } }'),
    );
  });

  test("begins a line where the others do, and touches none of them", () => {
    expect(edited(policy, [{ path: ["Statement", 2], value: { Sid: "Three" } }])).toBe(
      policy.replace('"c"\n    }', '"c"\n    },\n    {\n      "Sid": "Three"\n    }'),
    );
  });

  test("has the line ends and tabs of the file", () => {
    const text = policy.replaceAll("  ", "\t").replaceAll("\n", "\r\n");
    expect(edited(text, [{ path: ["Statement", 2], value: { Sid: "Three" } }])).toBe(
      text.replace('"c"\r\n\t\t}', '"c"\r\n\t\t},\r\n\t\t{\r\n\t\t\t"Sid": "Three"\r\n\t\t}'),
    );
  });

  test("comes to the same as adding to the parsed document, in any layout", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 4 }),
        fc.jsonValue(),
        fc.constantFrom(undefined, 2, "\t"),
        (list, value, indent) => {
          const text = edited(JSON.stringify({ list }, undefined, indent), [{ path: ["list", list.length], value }]);
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ list: [...list, value] })));
        },
      ),
    );
  });
});
