import type { Configuration, PolicyText } from "../configuration.ts";
import { holderOf, type PolicyPlace, replacePolicy } from "../places/places.ts";
import { roleArn } from "../roles.ts";
import type { ConfigurationChange } from "./change.ts";
import { edited } from "./edit-json.ts";

/** The configuration with the change in it. Throws a RangeError where its place is not there. */
export function apply(configuration: Configuration, change: ConfigurationChange): Configuration {
  switch (change.kind) {
    case "edit-policy":
      return replacePolicy(configuration, change.place, (policy) => {
        if (policy === undefined) throw new RangeError("there is no such policy to edit");
        return { ...policy, text: edited(policy.text, change.edits) };
      });
    case "rewrite-policy":
      return replacePolicy(configuration, change.place, (policy) => {
        if (policy === undefined) throw new RangeError("there is no such policy to rewrite");
        return { ...policy, text: change.document };
      });
    case "new-policy":
      return replacePolicy(configuration, change.place, () => newPolicy(configuration, change.place, change.document));
    case "set-bucket":
      return { ...configuration, bucket: { ...configuration.bucket, ...change.settings } };
    case "set-destination": {
      const { deliveryStream } = configuration;
      const destination = { ...deliveryStream.destination, ...change.settings };
      return { ...configuration, deliveryStream: { ...deliveryStream, destination } };
    }
    case "set-data-stream": {
      const { dataStream } = configuration;
      if (dataStream === undefined) throw new RangeError("there is no data stream to change");
      return { ...configuration, dataStream: { ...dataStream, ...change.settings } };
    }
    case "set-source": {
      const { deliveryStream } = configuration;
      if (deliveryStream.reads === undefined) throw new RangeError("there is no source to change");
      return {
        ...configuration,
        deliveryStream: { ...deliveryStream, reads: { ...deliveryStream.reads, ...change.settings } },
      };
    }
    case "set-role":
      return {
        ...configuration,
        roles: configuration.roles.map((role) =>
          roleArn(role) === change.roleArn ? { ...role, ...change.settings } : role,
        ),
      };
    case "enable-key":
      return {
        ...configuration,
        keys: configuration.keys.map((key) => (key.arn === change.arn ? { ...key, isEnabled: true } : key)),
      };
  }
}

function newPolicy(configuration: Configuration, place: PolicyPlace, document: object): PolicyText {
  const name = place.kind === "inline" ? place.name : `${place.kind} policy`;
  return {
    name,
    text: JSON.stringify(document, undefined, 2),
    source: (holderOf(configuration, place) ?? configuration.deliveryStream).source,
  };
}
