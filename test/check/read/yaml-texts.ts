import fc from "fast-check";

/** Lines of a part of a text, from its own left edge. */
type Lines = readonly string[];

const names = fc.constantFrom(
  ...["A", "B", "Type", "Fn::If", "aws:x", "k.1", "x-y", "On", "null", "'q'", '"d"', "12", "c d", "/p", "$x", "é"],
);

const onOneLine = fc.constantFrom(
  ...[
    "x",
    "1",
    "007",
    "1.50",
    "2012-10-17",
    "yes",
    "~",
    "",
    " ",
    "x y",
    "x # c",
    "x#y",
    "a:b",
    "-",
    "arn:aws:s3:::b/*",
  ],
  ...["''", "'it''s'", "'''", '"a\\nb"', '"*"', "'#'", "[x, y]", "{a: b}", "[]", "[x", "{a", '"x', "a\tb", "a: b"],
  ...["!Ref A", '!Sub "${A}-x"', "!GetAtt [A, Arn]", "!If [A, {b: c}, d]", "! x", "!!str 1", "&a x", "*a", "@x", "? x"],
  ...["|", "|+", ">-", "|2"],
);

const onMoreLines = fc.constantFrom<Lines>(
  ...[
    ["|", "  x", "  # y", "", "    z"],
    [">-", "  a: b", "  - c"],
    ["|+", "  x", "", ""],
    ["|+", "", ""],
  ],
  ...[
    ["|2", "    x"],
    ["|", "    x", "  # y"],
    ["|", "x"],
    ["x", "  y"],
    ["x", "  # c", "  y"],
    ["x", "# c", "  y"],
  ],
  ...[
    ['"x', '  y"'],
    ["'x", "", "  y'"],
    ['"x', 'y"'],
    ["[x,", "  y]"],
    ["[x,", "y", "]"],
    ["{x: y,", "  z: [w", "  ]}"],
  ],
  ...[
    ["", "  x", "  y"],
    ["", "  !Ref x"],
    ["", "  [x]"],
    ["", '  "q": 1', "  r: 2"],
    ["", "  ? x", "  : y"],
    ["", "#c", "  x"],
  ],
  ...[
    ["!Join", "  - ','", "  - [a, b]"],
    ["!If", "- A", "- b"],
    ["&x", "  a: b"],
    ["# c", "  x: y"],
    ["x", "  : y"],
  ],
);

const between = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Lines>([]) },
  { weight: 1, arbitrary: fc.constantFrom<Lines>([""], ["  "], ["# c"], ["#c"], ["      # c"]) },
);

const { block } = fc.letrec<{ block: Lines; dictionary: Lines; list: Lines; member: Lines; item: Lines }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 5 },
    onOneLine.map((text) => [`A: ${text}`]),
    tie("dictionary"),
    tie("list"),
  ),
  dictionary: fc
    .uniqueArray(fc.tuple(names, tie("member"), between), { selector: ([name]) => name, minLength: 1, maxLength: 4 })
    .map((members) =>
      members.flatMap(([name, [first = "", ...others], after]) => [`${name}:${first}`, ...others, ...after]),
    ),
  list: fc.array(fc.tuple(tie("item"), between), { minLength: 1, maxLength: 3 }).map((items) => items.flat(2)),
  member: fc.oneof(
    { weight: 4, arbitrary: onOneLine.map((text) => [` ${text}`]) },
    { weight: 1, arbitrary: onMoreLines.map(([first = "", ...others]) => [` ${first}`, ...others]) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom("", "", " ", " # c"), between, fc.constantFrom(1, 2, 2, 2, 4), tie("block"))
        .map(([first, before, by, inner]) => [first, ...before, ...indented(inner, by)]),
    },
    { weight: 1, arbitrary: tie("list").map((items) => ["", ...items]) },
  ),
  item: fc.oneof(
    { weight: 4, arbitrary: onOneLine.map((text) => [`- ${text}`]) },
    { weight: 1, arbitrary: onMoreLines.map(([first = "", ...others]) => [`- ${first}`, ...others]) },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(1, 1, 1, 3), tie("block")).map(([gap, [first = "", ...others]]) => {
        return [`-${" ".repeat(gap)}${first}`, ...indented(others, gap + 1)];
      }),
    },
  ),
}));

function indented(lines: Lines, by: number): Lines {
  return lines.map((line) => (line === "" ? line : " ".repeat(by) + line));
}

type Slip = (line: string) => Lines;

/** What makes of a line others, and of a text often no YAML. */
const slip: fc.Arbitrary<Slip> = fc.oneof(
  fc
    .constantFrom(
      ...["", "#c", "x", "x: y", "- x", "? x", ": y", "{x: y}", "]", "z: |+", "---", "...", "%YAML 1.1", "\t", "\tx"],
    )
    .map((other) => (line: string) => [other, line]),
  fc.constant(() => []),
  fc.nat(3).map((by) => (line: string) => [" ".repeat(by) + line]),
  fc.nat(3).map((by) => (line: string) => [line.replace(RegExp(`^ {0,${by}}`), "")]),
  fc
    .tuple(fc.constantFrom(...":-#'\"[]{}|>?&*!%@,\\ \t\r\u00a0\u2028", ": ", " #", "\n"), fc.nat(12), fc.nat(1))
    .map(([text, column, over]) => (line: string) => [line.slice(0, column) + text + line.slice(column + over)]),
);

/** Texts like templates in YAML: many are ordinary, many have something unusual, and many something wrong. */
export const yamlTexts: fc.Arbitrary<string> = fc
  .record({
    start: fc.constantFrom<Lines>([], [], [], ["---"], ["# c", "---"], [""]),
    lines: block,
    slips: fc.array(fc.tuple(slip, fc.nat(30)), { maxLength: 2 }),
    lineEnd: fc.constantFrom("\n", "\n", "\n", "\r\n"),
    last: fc.constantFrom("", "\n"),
  })
  .map(({ start, lines, slips, lineEnd, last }) => {
    const written = slips.reduce<Lines>(
      (before, [change, at]) => before.flatMap((line, index) => (index === at % before.length ? change(line) : [line])),
      [...start, ...lines],
    );
    return written.join(lineEnd) + last;
  });
