import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { EndpointConfiguration } from "../../configuration.ts";
import type { LeftOut } from "./left-out.ts";

/** The values of `!{firehose:error-output-type}` that AWS names. Source: Firehose User Guide, "Custom Prefixes for Amazon S3 Objects". */
const failedTypes: Readonly<Partial<Record<EndpointConfiguration["kind"], string>>> = {
  HttpEndpoint: "http-endpoint-failed",
  OpenSearch: "AmazonOpenSearchService-failed",
  Splunk: "splunk-failed",
};

/**
 * The S3 half of a destination that is not S3. What goes there only when the endpoint has failed goes below the error output
 * prefix: played as if every record failed.
 */
export function playedEndpoint(
  { kind, what, mode }: EndpointConfiguration,
  destination: ExtendedS3DestinationConfiguration,
): { readonly destination: ExtendedS3DestinationConfiguration; readonly leftOut: readonly LeftOut[] } {
  const reached: LeftOut = { what: `the ${what} itself`, because: "only what is written to S3 is played" };
  if (mode !== "failed") return { destination, leftOut: [reached] };
  const known = failedTypes[kind];
  const type = known ?? "failed";
  const { Prefix = "", ErrorOutputPrefix: errorPrefix = Prefix } = destination;
  const Failed = errorPrefix.includes("!{")
    ? errorPrefix.replaceAll("!{firehose:error-output-type}", type)
    : `${errorPrefix}${type}/`;
  const unnamed: LeftOut = {
    what: "the folder of what fails",
    because: `AWS does not say how it is called with this destination: played as \`${type}\``,
    isInKeyOf: "errors",
  };
  return {
    destination: { ...destination, Prefix: Failed, ErrorOutputPrefix: errorPrefix },
    leftOut: known === undefined ? [reached, unnamed] : [reached],
  };
}
