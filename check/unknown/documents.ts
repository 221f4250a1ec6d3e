import { bucketArn, rootArn } from "../../emulator/index.ts";
import { arnParts } from "../../emulator/model/arn.ts";
import type { Configuration, OpenDocument, PolicyText } from "../configuration.ts";
import type { PlaceKind, PlaceOf, PolicyPlace } from "../places/place.ts";
import { placeText, policiesKept, replacePolicy } from "../places/places.ts";
import { deliveryRoleArns } from "../relevant.ts";
import { documentOf, everything, withUnknown } from "./hypothetical.ts";
import { changing, type Question } from "./question.ts";

/**
 * Policies of which nothing is known. They let the delivery through, so that what is denied all the same is certainly denied;
 * the questions ask for the opposite.
 */
export function withKnownDocuments(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const open = policiesKept(configuration).flatMap(({ place, policy }) =>
    policy.open === undefined ? [] : [{ place, policy, open: policy.open }],
  );
  const questions: Question[] = [];
  let at = configuration;
  for (const { place, policy, open: why } of open) {
    const { name, source } = policy;
    const { configuration: named, mark } = withUnknown(at, {
      shown: `${name}, whatever it says`,
      source,
      sample: `zq-${name.replaceAll(/[^\w-]/g, "-").slice(0, 100)}`,
    });
    const shown: PolicyPlace = place.kind === "inline" ? { ...place, name: mark } : place;
    at = replacePolicy(named, place, () => ({ name: mark, source, text: documentIn(named, place, "Allow") }));
    questions.push(questionOf(placeText(place, configuration), shown, policy, why));
  }
  return { configuration: at, questions };
}

function questionOf(
  what: string,
  place: PolicyPlace,
  { source }: PolicyText,
  { because, settledBy }: OpenDocument,
): Question {
  return {
    what,
    because,
    settledBy,
    source,
    answers: [
      changing("less", (at) =>
        replacePolicy(at, place, (policy) => policy && { ...policy, text: documentIn(at, place, "Deny") }),
      ),
    ],
  };
}

type Effect = "Allow" | "Deny";

/** Documents that AWS takes in each place, for what the delivery may ask there. */
const documents: {
  readonly [Kind in PlaceKind]: (configuration: Configuration, place: PlaceOf<Kind>, effect: Effect) => string;
} = {
  trust: (_, _place, effect) =>
    documentOf({ Effect: effect, Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }),
  inline: (_, _place, effect) => documentOf(everything(effect)),
  managed: (_, _place, effect) => documentOf(everything(effect)),
  bucket: (at, _place, effect) => ofBucket(at, at.bucket.name, effect),
  "backup-bucket": (at, _place, effect) => ofBucket(at, at.backupBucket?.name ?? at.bucket.name, effect),
  "data-stream": (at, _place, effect) =>
    documentOf({
      ...everything(effect, { AWS: deliveryRoleArns(at) }),
      Action: ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
      Resource: at.dataStream?.arn ?? "*",
    }),
  // The key's own account keeps it: KMS takes no policy by which nobody could change it.
  key: (at, { arn }, effect) =>
    documentOf(everything("Allow", { AWS: rootOf(arn) }), {
      ...everything(effect, { AWS: deliveryRoleArns(at) }),
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
    }),
  "service-control": (_, _place, effect) => documentOf(everything(effect)),
  "resource-control": (_, _place, effect) => documentOf(everything(effect, "*")),
};

function documentIn(configuration: Configuration, place: PolicyPlace, effect: Effect): string {
  const make = documents[place.kind] as (at: Configuration, place: PolicyPlace, effect: Effect) => string;
  return make(configuration, place, effect);
}

/** The account that a key is in. */
function rootOf(keyArn: string): string {
  const { region, accountId } = arnParts(keyArn);
  return rootArn(region, accountId);
}

function ofBucket(configuration: Configuration, name: string, effect: Effect): string {
  const arn = bucketArn(configuration.accountA.region, name);
  const principal = { AWS: deliveryRoleArns(configuration) };
  return documentOf({ ...everything(effect, principal), Action: "s3:*", Resource: [arn, `${arn}/*`] });
}
