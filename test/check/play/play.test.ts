import type { ExtendedS3DestinationConfiguration, Processor } from "@aws-sdk/client-firehose";
import { describe, expect, test } from "vitest";
import { playOf } from "../../../check/replay/play/play.ts";
import { playedAsIs } from "../../../check/unknown/world.ts";
import { article, roleArn } from "../article.ts";

function configured(destination: Partial<ExtendedS3DestinationConfiguration>, record?: Uint8Array) {
  const { deliveryStream } = article();
  const change = {
    deliveryStream: { ...deliveryStream, destination: { ...deliveryStream.destination, ...destination } },
  };
  return playedAsIs({ ...article({}, change), ...(record !== undefined && { record }) });
}

const extraction = (query: string): Processor => ({
  Type: "MetadataExtraction",
  Parameters: [
    { ParameterName: "MetadataExtractionQuery", ParameterValue: query },
    { ParameterName: "JsonParsingEngine", ParameterValue: "JQ-1.6" },
  ],
});
const lambda: Processor = {
  Type: "Lambda",
  Parameters: [{ ParameterName: "LambdaArn", ParameterValue: "arn:aws:lambda:us-east-1:111111111111:function:f" }],
};
const partitioned = { DynamicPartitioningConfiguration: { Enabled: true }, ErrorOutputPrefix: "failed/" };

test("a destination that is emulated is played as it is, and nothing is left out", async () => {
  const configuration = configured({});
  const play = await playOf(configuration);
  expect(play.configuration).toEqual(configuration);
  expect([play.leftOut, play.needs, play.failures, play.refusal]).toEqual([[], [], [], undefined]);
});

test("a switched-off conversion and switched-off processors are left out in silence", async () => {
  const play = await playOf(
    configured({
      ProcessingConfiguration: { Enabled: false, Processors: [lambda] },
      DataFormatConversionConfiguration: { Enabled: false, SchemaConfiguration: { RoleARN: roleArn } },
    }),
  );
  expect([play.leftOut, play.needs, play.failures]).toEqual([[], [], []]);
  expect(play.configuration.deliveryStream.destination.DataFormatConversionConfiguration).toBeUndefined();
});

test("of several processors only those stay that are emulated, in their order", async () => {
  const Processors: Processor[] = [
    { Type: "Decompression", Parameters: [{ ParameterName: "CompressionFormat", ParameterValue: "GZIP" }] },
    { Type: "CloudWatchLogProcessing", Parameters: [] },
    lambda,
    { Type: "AppendDelimiterToRecord", Parameters: [{ ParameterName: "Delimiter", ParameterValue: "\\n" }] },
  ];
  const play = await playOf(configured({ ProcessingConfiguration: { Enabled: true, Processors } }));
  const { ProcessingConfiguration } = play.configuration.deliveryStream.destination;
  expect(ProcessingConfiguration?.Processors?.map(({ Type }) => Type)).toEqual(["AppendDelimiterToRecord"]);
  expect(play.leftOut).toHaveLength(3);
  expect(play.failures).toEqual(["decompression-failed", "processing-failed"]);
  expect(play.contents).toBeUndefined();
});

test("a function whose ARN is not known yet is no fault, and its permission is not checked", async () => {
  const Processors: Processor[] = [
    { Type: "Lambda", Parameters: [{ ParameterName: "LambdaArn", ParameterValue: undefined }] },
  ];
  const play = await playOf(configured({ ProcessingConfiguration: { Enabled: true, Processors } }));
  expect([play.refusal, play.needs]).toEqual([undefined, []]);
  expect(play.leftOut.map(({ what }) => what)).toEqual([
    "what the function makes of the records",
    "lambda:InvokeFunction",
  ]);
});

test("a parameter that is not emulated is left out by its name, and a delivery may fail for it", async () => {
  const Parameters = [{ ParameterName: "BufferSizeInMBs", ParameterValue: "1" } as const];
  const play = await playOf(
    configured({
      DynamicPartitioningConfiguration: { Enabled: true },
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: "RecordDeAggregation", Parameters }] },
    }),
  );
  expect(play.leftOut).toContainEqual({
    what: "the parameter BufferSizeInMBs of the processor RecordDeAggregation",
    because: "it is not emulated",
    couldBreak: true,
  });
});

test("parameters of the delimiter are AWS's to drop, and nothing is left out for them", async () => {
  const Parameters = [{ ParameterName: "Delimiter", ParameterValue: "|" } as const];
  const Processors: Processor[] = [{ Type: "AppendDelimiterToRecord", Parameters }];
  const play = await playOf(configured({ ProcessingConfiguration: { Enabled: true, Processors } }));
  expect(play.leftOut).toEqual([]);
});

describe("partition keys", () => {
  test("that a function gives come out of a query, beside those of the user's", async () => {
    const play = await playOf(
      configured({
        ...partitioned,
        Prefix: "!{partitionKeyFromLambda:tenant}/!{partitionKeyFromQuery:k}/",
        ProcessingConfiguration: { Enabled: true, Processors: [lambda, extraction("{k:.k}")] },
      }),
    );
    const { Prefix, ProcessingConfiguration } = play.configuration.deliveryStream.destination;
    expect(Prefix).toBe("!{partitionKeyFromQuery:tenant}/!{partitionKeyFromQuery:k}/");
    expect(ProcessingConfiguration?.Processors).toEqual([extraction('({k:.k}) + {"tenant": "tenant"}')]);
  });

  test("that no record of ours yields are played by their names, and a record is asked for", async () => {
    const play = await playOf(
      configured({
        ...partitioned,
        Prefix: "!{partitionKeyFromQuery:k}/",
        ProcessingConfiguration: { Enabled: true, Processors: [extraction('{k: (.k | error("never"))}')] },
      }),
    );
    const { ProcessingConfiguration } = play.configuration.deliveryStream.destination;
    expect(ProcessingConfiguration?.Processors).toEqual([extraction('{"k": "k"}')]);
    expect(play.leftOut).toMatchObject([
      { what: "the value of the partition keys", couldBreak: true, isInKeyOf: "destination" },
    ]);
    expect(play.leftOut[0]?.because).toContain("--record");
  });

  test("of a record that is given are the user's own", async () => {
    const record = Buffer.from('{"k":"eu"}');
    const settings = {
      ...partitioned,
      Prefix: "!{partitionKeyFromQuery:k}/",
      ProcessingConfiguration: { Enabled: true, Processors: [extraction("{k:.k}")] },
    };
    expect((await playOf(configured(settings, record))).leftOut).toEqual([]);
    expect((await playOf(configured(settings))).leftOut).toMatchObject([{ isInKeyOf: "destination" }]);
  });
});

test("a schema in another region and another account's catalog is asked for there", async () => {
  const play = await playOf(
    configured({
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      DataFormatConversionConfiguration: {
        SchemaConfiguration: { DatabaseName: "lake", TableName: "t", Region: "eu-west-1", CatalogId: "333333333333" },
        InputFormatConfiguration: {},
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
      },
    }),
  );
  expect(play.needs).toMatchObject([
    {
      roleArn,
      region: "eu-west-1",
      resources: [
        { arn: "arn:aws:glue:eu-west-1:333333333333:catalog" },
        { arn: "arn:aws:glue:eu-west-1:333333333333:database/lake" },
        { arn: "arn:aws:glue:eu-west-1:333333333333:table/lake/t" },
      ],
    },
  ]);
  expect(play.leftOut.map(({ what }) => what)).toContain("the policy of arn:aws:glue:eu-west-1:333333333333:catalog");
  expect(play.configuration.deliveryStream.destination.FileExtension).toBe(".parquet");
});

test.each([
  [{ Processors: { Type: "Lambda" } as unknown as Processor[] }, "ProcessingConfiguration.Processors must be a list."],
  [
    { Processors: [{ Type: "AppendDelimiterToRecord", Parameters: {} } as unknown as Processor] },
    "The Parameters of a processor must be a list.",
  ],
  [{ Processors: [lambda, lambda] }, "There is more than one Lambda processor."],
  [{ Processors: [{ Type: "Lambda", Parameters: [] } as Processor] }, "The Lambda processor has no LambdaArn."],
])("AWS refuses what is left out where it breaks a rule: %#", async ({ Processors }, message) => {
  const play = await playOf(configured({ ProcessingConfiguration: { Enabled: true, Processors } }));
  expect(play.refusal).toEqual({ code: "InvalidArgumentException", message });
});
