import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Edit } from "../../../check/repair/change.ts";
import { editedYaml } from "../../../check/repair/edit-yaml.ts";

const template = `Resources:
  Policy:
    Properties:
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          # What Firehose asks for.
          - Sid: Deliver   # A's role
            Effect: Allow
            Principal:
              AWS: !Ref RoleArn
            Action: s3:PutObject
            Resource:
              - !GetAtt Landing.Arn
              # and its objects
              - !Sub \${Landing.Arn}/*
          - Effect: Deny
            Principal: "*"
            Action: [s3:PutObject, s3:DeleteObject]
            Resource: !Sub \${Landing.Arn}/*
            Condition:
              Bool: { aws:SecureTransport: "false" }
              StringNotEquals:
                s3:x-amz-acl: private

  Other: kept # as it is
`;

/** What the template's policy comes to. */
const document = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Deliver",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:role/delivery" },
      Action: "s3:PutObject",
      Resource: ["arn:aws:s3:::b-landing", "arn:aws:s3:::b-landing/*"],
    },
    {
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Resource: "arn:aws:s3:::b-landing/*",
      Condition: {
        Bool: { "aws:SecureTransport": "false" },
        StringNotEquals: { "s3:x-amz-acl": "private" },
      },
    },
  ],
};

const at = ["Resources", "Policy", "Properties", "PolicyDocument"];

/** Lines that an edit takes out and puts in, each in its order. */
function changedLines(edit: Edit): readonly string[] {
  const after = editedYaml(template, at, document, [edit]).split("\n");
  const before = template.split("\n");
  let start = 0;
  while (before[start] === after[start]) start += 1;
  let end = 0;
  while (before.at(-1 - end) === after.at(-1 - end) && before.length - end > start && after.length - end > start)
    end += 1;
  return [
    ...before.slice(start, before.length - end).map((line) => `-${line}`),
    ...after.slice(start, after.length - end).map((line) => `+${line}`),
  ];
}

describe("an edit changes the lines that it is about and no other", () => {
  test.each<[what: string, edit: Edit, lines: readonly string[]]>([
    [
      "a resource more, below functions and comments",
      {
        path: ["Statement", 0, "Resource"],
        value: ["arn:aws:s3:::b-landing", "arn:aws:s3:::b-landing/*", "arn:aws:s3:::other"],
      },
      ["+              - arn:aws:s3:::other"],
    ],
    [
      "an action more, where there was one alone",
      { path: ["Statement", 0, "Action"], value: ["s3:PutObject", "s3:PutObjectAcl"] },
      ["-            Action: s3:PutObject", "+            Action: [s3:PutObject, s3:PutObjectAcl]"],
    ],
    [
      "a principal more, beside one that a function gives",
      {
        path: ["Statement", 0, "Principal"],
        value: { AWS: ["arn:aws:iam::111111111111:role/delivery", "arn:aws:iam::111111111111:role/other"] },
      },
      ["-              AWS: !Ref RoleArn", "+              AWS: [!Ref RoleArn, arn:aws:iam::111111111111:role/other]"],
    ],
    [
      "an action more in a list in one line",
      { path: ["Statement", 1, "Action"], value: ["s3:PutObject", "s3:DeleteObject", "s3:GetObject"] },
      [
        "-            Action: [s3:PutObject, s3:DeleteObject]",
        "+            Action: [s3:PutObject, s3:DeleteObject, s3:GetObject]",
      ],
    ],
    [
      "a statement more",
      { path: ["Statement", 2], value: { Effect: "Allow", Principal: "*", Action: ["a", "b"] } },
      [
        "+          - Effect: Allow",
        '+            Principal: "*"',
        "+            Action:",
        "+              - a",
        "+              - b",
      ],
    ],
    [
      "an exception more in a condition",
      {
        path: ["Statement", 1, "Condition"],
        value: { ...document.Statement[1]?.Condition, ArnNotEquals: { "aws:PrincipalArn": "arn:x" } },
      },
      ["+              ArnNotEquals:", "+                aws:PrincipalArn: arn:x"],
    ],
    [
      "another value",
      { path: ["Statement", 1, "Condition", "StringNotEquals", "s3:x-amz-acl"], value: "bucket-owner-full-control" },
      ["-                s3:x-amz-acl: private", "+                s3:x-amz-acl: bucket-owner-full-control"],
    ],
    [
      "a value in the place of several lines",
      { path: ["Statement", 0, "Principal"], value: "*" },
      ["-            Principal:", "-              AWS: !Ref RoleArn", '+            Principal: "*"'],
    ],
    [
      "no condition any more",
      { path: ["Statement", 1, "Condition"], value: undefined },
      [
        "-            Condition:",
        '-              Bool: { aws:SecureTransport: "false" }',
        "-              StringNotEquals:",
        "-                s3:x-amz-acl: private",
      ],
    ],
  ])("%s", (_what, edit, lines) => {
    expect(changedLines(edit)).toEqual(lines);
  });

  test("what is not there cannot be removed", () => {
    expect(() =>
      editedYaml(template, at, document, [{ path: ["Statement", 0, "Nothing"], value: undefined }]),
    ).not.toThrow();
    expect(() => editedYaml("a: 1\n", ["b"], { c: 1 }, [{ path: ["c"], value: undefined }])).toThrow(RangeError);
  });
});

test("comes to the same as setting a member of the parsed document, in any layout", () => {
  const text = fc.stringMatching(/^[a-z:*/]{1,6}$/);
  const value = fc.oneof(
    text,
    fc.array(text, { minLength: 1, maxLength: 3 }),
    fc.dictionary(text, text, { minKeys: 1, maxKeys: 3 }),
  );
  const statement = fc.dictionary(text, value, { minKeys: 1, maxKeys: 4 });
  const flows = fc.constantFrom<"any" | "flow">("any", "flow");
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 3 }),
      statement,
      value,
      fc.nat(),
      flows,
      (list, more, other, pick, style) => {
        const document = { Statement: list };
        const written = stringify({ Policy: document }, { collectionStyle: style, lineWidth: 0 });
        const index = pick % list.length;
        const [name = ""] = Object.keys(list[index] ?? {});
        const edits: Edit[] = [
          { path: ["Statement", index, name], value: other },
          { path: ["Statement", list.length], value: more },
        ];
        const expected = list.map((each, n) => (n === index ? { ...each, [name]: other } : each));
        expect(parse(editedYaml(written, ["Policy"], document, edits))).toEqual({
          Policy: { Statement: [...expected, more] },
        });
      },
    ),
  );
});

test("a flow that is indented less than its block is written into", () => {
  const written = "Policy:\n  Statement: [\n{Effect: Allow, Action: [\n's3:PutObject']}\n]\nOther: kept\n";
  const statement = { Effect: "Allow", Action: ["s3:PutObject"] };
  const edits: Edit[] = [{ path: ["Statement", 0, "Action", 1], value: "s3:GetObject" }];
  expect(editedYaml(written, ["Policy"], { Statement: [statement] }, edits)).toBe(
    written.replace("'s3:PutObject'", "'s3:PutObject', s3:GetObject"),
  );
});
