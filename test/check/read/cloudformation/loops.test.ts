import { describe, expect, test } from "vitest";
import { inWords } from "../../../../check/unknown/world.ts";
import { problemOf, readFiles } from "../../../support/templates.ts";

const header = "Transform: AWS::LanguageExtensions\n";
const loopOver = (collection: string, more = "") => `${header}
Parameters:
  Teams: {Type: CommaDelimitedList, Default: "orders, clicks"}
  Given: {Type: CommaDelimitedList}
Mappings:
  ByRegion:
    eu-west-1: {Teams: [north, south]}
Resources:
  Fn::ForEach::Lakes:
    - Team
    - ${collection}
    - Lake\${Team}:
        Type: AWS::S3::Bucket
        Properties: {BucketName: !Sub "lake-\${Team}"}
${more}
`;
const bucketsOf = async (text: string, settings = {}) => {
  const part = await readFiles({ "b.yaml": text }, { inputs: ["B=b.yaml"], settings });
  return inWords(
    part,
    part.buckets.map(({ name }) => name),
  );
};

describe("Fn::ForEach is unrolled", () => {
  test.each([
    ["a list", "[orders, clicks]", ["lake-orders", "lake-clicks"]],
    ["a parameter", "!Ref Teams", ["lake-orders", "lake-clicks"]],
    ["a mapping", '!FindInMap [ByRegion, !Ref "AWS::Region", Teams]', ["lake-north", "lake-south"]],
    ["a list of parameters", "[!Select [0, !Ref Teams]]", ["lake-orders"]],
  ])("over %s", async (_what, collection, buckets) => {
    expect(await bucketsOf(loopOver(collection))).toEqual(buckets);
  });

  test("over a parameter that is given", async () => {
    expect(await bucketsOf(loopOver("!Ref Given"), { parameters: { Given: "x,y" } })).toEqual(["lake-x", "lake-y"]);
  });

  test("and what no parameter lists may allow or deny what it names", async () => {
    const { buckets, notChecked } = await readFiles({ "b.yaml": loopOver("!Ref Given") }, { inputs: ["B=b.yaml"] });
    expect(buckets).toEqual([]);
    expect(notChecked.find(({ couldMatter }) => couldMatter)).toMatchObject({
      what: "the resources of `Fn::ForEach::Lakes`",
      because: "what it goes through is not known",
    });
  });

  test("one in the other, with each way to write a value", async () => {
    const text = `${header}
Resources:
  Fn::ForEach::Outer:
    - Stage
    - [dev, prod]
    - Fn::ForEach::Inner:
        - Zone
        - [eu-1, eu-2]
        - Lake\${Stage}&{Zone}:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: !Join ["-", [!Ref Stage, !Sub "\${Zone}", "\${Zone}"]]
  Again:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Sub "\${Lakedeveu1}-again"}
`;
    expect(await bucketsOf(text)).toEqual([
      "dev-eu-1-eu-1",
      "dev-eu-2-eu-2",
      "prod-eu-1-eu-1",
      "prod-eu-2-eu-2",
      "dev-eu-1-eu-1-again",
    ]);
  });

  test("in conditions, in properties and in outputs", async () => {
    const text = `${header}
Conditions:
  Fn::ForEach::Are:
    - Team
    - [Orders, Clicks]
    - Is\${Team}: !Equals [!Ref Team, Orders]
Resources:
  Fn::ForEach::Lakes:
    - Team
    - [Orders, Clicks]
    - Lake\${Team}:
        Type: AWS::S3::Bucket
        Condition: !Sub "Is\${Team}"
        Properties:
          BucketName: lake
          Fn::ForEach::Settings:
            - Setting
            - [PublicAccessBlockConfiguration]
            - \${Setting}: {BlockPublicPolicy: false}
  Copy:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !ImportValue lake-Orders}
Outputs:
  Fn::ForEach::Names:
    - Team
    - [Orders]
    - Name\${Team}:
        Value: !Sub "copy-of-\${Team}"
        Export: {Name: !Sub "lake-\${Team}"}
`;
    const { buckets } = await readFiles({ "b.yaml": text }, { inputs: ["B=b.yaml"] });
    expect(buckets.map(({ name }) => name)).toEqual(["lake", "copy-of-Orders"]);
    expect(buckets[0]?.publicAccessBlock?.BlockPublicPolicy).toBe(false);
  });
});

describe("a loop that CloudFormation refuses ends in one message", () => {
  test.each([
    [
      "without its macro",
      loopOver("[a]").replace(header, ""),
      "b.yaml:10:5: `Fn::ForEach::Lakes` is a loop, which CloudFormation unrolls with a macro; write `Transform: AWS::LanguageExtensions` at the top",
    ],
    [
      "of one text",
      loopOver("a"),
      "b.yaml:12:7: `Fn::ForEach::Lakes` needs a list of texts to go through; list them there",
    ],
    [
      "that makes a name twice",
      loopOver("[a-b, ab]").replace("Lake${Team}", "Lake&{Team}"),
      "b.yaml:11:5: `Fn::ForEach::Lakes` gives `Lakeab`, which is there already; give it another name",
    ],
    [
      "without what to repeat",
      `${header}\nResources:\n  Fn::ForEach::Lakes: [Team, [a]]\n`,
      "b.yaml:4:23: this is not how `Fn::ForEach::Lakes` is written; give a name, a list and what to repeat",
    ],
    [
      "that makes too much",
      loopOver(`[${Array.from({ length: 60_000 }, (_, at) => `a${at}`)}]`),
      "b.yaml:13:7: `Fn::ForEach::Lakes` makes more than a template can have; see what it goes through",
    ],
  ])("%s", async (_what, text, problem) => {
    expect(await problemOf({ "b.yaml": text }, { inputs: ["B=b.yaml"] })).toBe(`InputError ${problem}`);
  });
});

describe("functions of AWS::LanguageExtensions", () => {
  const named = (name: string) =>
    bucketsOf(`${header}
Mappings: {M: {K: {S: found}}}
Parameters: {Teams: {Type: CommaDelimitedList, Default: "a,b,c"}, Logical: {Type: String, Default: Other}}
Resources:
  Other: {Type: "AWS::S3::Bucket", Properties: {BucketName: other}}
  Lake: {Type: "AWS::S3::Bucket", Properties: {BucketName: ${name}}}
`);
  test.each([
    ["Fn::FindInMap with a default that is not needed", "!FindInMap [M, K, S, {DefaultValue: d}]", "found"],
    ["Fn::FindInMap with a default that is", "!FindInMap [M, K, X, {DefaultValue: !Ref Logical}]", "Other"],
    ["Fn::FindInMap with functions for keys", "!FindInMap [!Sub M, !Select [0, [K]], !Join ['', [S]]]", "found"],
    ["Fn::Length", "!Join ['-', [of, {Fn::Length: !Ref Teams}]]", "of-3"],
    ["Fn::Join of an unknown list", "!Join [',', !GetAZs '']", "<Fn::GetAZs>"],
    ["Fn::Select of an unknown list", "!Select [0, !Cidr [a, 2, 8]]", "<part>"],
    ["Fn::ToJsonString", "{Fn::ToJsonString: {a: [1, true]}}", '{"a":[1,true]}'],
    ["Ref of a name that is worked out", "!Join ['-', [x, {Ref: {Ref: Logical}}]]", "x-other"],
    ["Fn::GetAtt of a name that is worked out", "{Fn::GetAtt: [{Ref: Logical}, DomainName]}", "other.s3.amazonaws.com"],
  ])("%s", async (_what, written, name) => {
    expect(await named(written)).toEqual(["other", name]);
  });
});
