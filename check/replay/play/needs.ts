import type { DataFormatConversionConfiguration, Processor } from "@aws-sdk/client-firehose";
import { formatArn } from "../../../emulator/index.ts";
import { accountOfArn, arnParts } from "../../../emulator/model/arn.ts";
import type { Configuration, FunctionPermission } from "../../configuration.ts";
import type { LeftOut } from "./left-out.ts";
import { parameterOf, processorsOf } from "./processing.ts";

/** What a role must be allowed for a step of the delivery that is left out of the play. */
export interface Need {
  readonly roleArn: string;
  /** Where it is asked for. */
  readonly region: string;
  readonly actions: readonly string[];
  /** Statements of the resource's own policy, where these are known. */
  readonly resourcePolicy?: string;
  /** Every one of them, with the account whose side is asked. */
  readonly resources: readonly { readonly arn: string; readonly accountId: string }[];
  /** What becomes of the records without it; a need without that is one that AWS's guide alone asks for. */
  readonly loss?: string;
  /** How AWS tells it. */
  readonly code: string;
  readonly message: string;
}

/** What the steps need that are left out. */
export function needsOf(configuration: Configuration): readonly Need[] {
  const { deliveryStream } = configuration;
  const { ProcessingConfiguration: processing, DataFormatConversionConfiguration: conversion } =
    deliveryStream.destination;
  return [
    ...processorsOf(processing)
      .filter(({ Type }) => Type === "Lambda")
      .flatMap((each) => needsOfFunction(configuration, each)),
    ...(isConverting(conversion) ? needsOfConversion(configuration, conversion) : []),
  ];
}

/** Both sides must allow what another account owns; what the other one says is not in the input. */
export function foreignSides({ accountA }: Configuration, needs: readonly Need[]): readonly LeftOut[] {
  const open = needs.filter(({ loss, resourcePolicy }) => loss !== undefined && resourcePolicy === undefined);
  const arns = open.flatMap(({ resources }) => resources.map(({ arn }) => arn));
  const foreign = arns.filter((arn) => accountOfArn(arn) !== accountA.id);
  return [...new Set(foreign)].map((arn) => ({
    what: `the policy of ${arn}`,
    because: "it belongs to another account, which has to allow it too, and is not in the input",
    couldBreak: true,
  }));
}

/** On unless switched off. Source: API Reference, DataFormatConversionConfiguration. */
export function isConverting(
  conversion: DataFormatConversionConfiguration | undefined,
): conversion is DataFormatConversionConfiguration {
  return conversion !== undefined && conversion.Enabled !== false && Object.keys(conversion).length > 0;
}

/**
 * Sources: Firehose User Guide, "Grant Firehose access to an Amazon S3 destination", for both actions on the function's ARN
 * as it is configured; the code and its words in "Monitor using CloudWatch Logs". That a function is invoked without
 * `lambda:GetFunctionConfiguration` follows from aws-cdk, whose construct grants `lambda:InvokeFunction` alone.
 */
function needsOfFunction(
  { accountA, deliveryStream, functionPermissions = [] }: Configuration,
  processor: Processor,
): readonly Need[] {
  const arn = parameterOf(processor, "LambdaArn") ?? "";
  const { service, region, accountId: owner } = arnParts(arn);
  const resourcePolicy = policyOf(functionPermissions.filter(({ functionArn }) => functionArn === arn));
  const roleArn =
    parameterOf(processor, "RoleArn") ?? deliveryStream.endpoint?.roleArn ?? deliveryStream.destination.RoleARN;
  if (service !== "lambda" || roleArn === undefined) return [];
  const asked = {
    roleArn,
    region,
    resources: [{ arn, accountId: resourcePolicy === undefined ? accountA.id : owner }],
    ...(resourcePolicy !== undefined && { resourcePolicy }),
    code: "Lambda.InvokeAccessDenied",
    message: "Access was denied. Ensure that the access policy allows access to the Lambda function.",
  };
  return [
    {
      ...asked,
      actions: ["lambda:InvokeFunction"],
      loss: "every record fails in its processing and goes below the error output prefix",
    },
    { ...asked, actions: ["lambda:GetFunctionConfiguration"] },
  ];
}

function policyOf(permissions: readonly FunctionPermission[]): string | undefined {
  if (permissions.length === 0) return undefined;
  const Statement = permissions.map(({ functionArn, action, principal }) => ({
    Effect: "Allow",
    Principal: /\.amazonaws\.com(?:\.cn)?$/.test(principal)
      ? { Service: principal }
      : principal === "*"
        ? "*"
        : { AWS: principal },
    Action: action,
    Resource: functionArn,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/**
 * Sources: Firehose User Guide, "Grant Firehose access to AWS Glue for data format conversion"; defaults: API Reference,
 * SchemaConfiguration; the words as CreateDeliveryStream has them (terraform-provider-aws#17254).
 */
function needsOfConversion(
  { accountA, deliveryStream }: Configuration,
  { SchemaConfiguration: schema }: DataFormatConversionConfiguration,
): readonly Need[] {
  const {
    DatabaseName: database,
    TableName: table,
    RoleARN: roleArn = deliveryStream.destination.RoleARN,
  } = schema ?? {};
  if (database === undefined || table === undefined || roleArn === undefined) return [];
  const region = schema?.Region || accountA.region;
  const accountId = schema?.CatalogId || accountA.id;
  const at = formatArn("glue", region, accountId, "");
  const arns = [`${at}catalog`, `${at}database/${database}`, `${at}table/${database}/${table}`];
  return [
    {
      roleArn,
      region,
      actions: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
      resources: arns.map((arn) => ({ arn, accountId: accountA.id })),
      loss: "AWS refuses the format conversion",
      code: "InvalidArgumentException",
      message:
        "Access was denied when calling Glue. Please ensure that the role specified in the data format conversion configuration has the necessary permissions.",
    },
  ];
}
