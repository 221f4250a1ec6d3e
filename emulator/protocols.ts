import type { Service } from "./model/service.ts";
import { awsJson } from "./wire/aws-json.ts";
import { awsQuery, queryBesideJson } from "./wire/aws-query.ts";
import { operationsOf } from "./wire/operations.ts";
import type { Protocol } from "./wire/protocol.ts";
import type { WireRequest } from "./wire/request.ts";
import { restXml } from "./wire/rest-xml.ts";
import { isRpcV2Cbor, rpcV2Cbor } from "./wire/rpc-v2-cbor.ts";

/** Whether a request is a form, as the query protocol sends it. */
export function isForm(request: WireRequest): boolean {
  return request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
}

/** How a service is spoken. */
export function protocolOf(service: Service): Protocol {
  const operations = operationsOf(service.model);
  switch (service.protocol.kind) {
    case "aws-json": {
      const { hasRpcV2Cbor, targetPrefix, query } = service.protocol;
      const json = awsJson(operations, service.protocol);
      const cbor = hasRpcV2Cbor && rpcV2Cbor(operations, targetPrefix);
      const form = query && queryBesideJson(operations, query);
      if (cbor === undefined && form === undefined) return json;
      const chosen = (request: WireRequest) => (isRpcV2Cbor(request) && cbor) || (isForm(request) && form) || json;
      return eitherOf(chosen, json.limits);
    }
    case "aws-query":
      return awsQuery(operations, service.protocol);
    case "rest-xml":
      return restXml(operations, service.protocol);
  }
}

/** A service that is spoken in more than one way: each request says which. */
function eitherOf(protocolFor: (request: WireRequest) => Protocol, limits: Protocol["limits"]): Protocol {
  return {
    limits,
    parse: (request, body) => protocolFor(request).parse(request, body),
    answer: (operation, output, request, requestId) =>
      protocolFor(request).answer(operation, output, request, requestId),
    refuse: (error, request, requestId) => protocolFor(request).refuse(error, request, requestId),
  };
}
