import type { Service } from "./model/service.ts";
import { ServiceError } from "./model/service-error.ts";
import type { Signature, SignatureProblem } from "./wire/signature.ts";

/** The error for a request whose signature cannot be checked at all. */
export function signatureProblem(service: Service, problem: SignatureProblem): ServiceError {
  return signatureWordsOf(service).problem(problem);
}

/** How one family of services words the failures of authentication. */
export interface SignatureWords {
  problem(problem: SignatureProblem): ServiceError;
  wrongService(signature: Signature, service: Service): ServiceError;
  wrongRegion(signature: Signature, region: string): ServiceError;
  wrongScopeDate(signature: Signature): ServiceError;
  unknownKey(signature: Signature): ServiceError;
  badToken(signature: Signature): ServiceError;
  expiredToken(signature: Signature): ServiceError;
  unsignedHeaders(names: readonly string[]): ServiceError;
  mismatch(signature: Signature, stringToSign: string, canonicalRequest: string): ServiceError;
  skewed(signature: Signature, nowMs: number, toleranceMs: number): ServiceError;
  presignedExpired(signature: Signature, nowMs: number): ServiceError;
  presignedTooEarly(): ServiceError;
}

export function signatureWordsOf(service: Service): SignatureWords {
  switch (service.protocol.kind) {
    case "rest-xml":
      return s3Words;
    case "aws-query":
      return queryWords;
    case "aws-json":
      return jsonWords;
  }
}

const mismatchText = (keyName: string) =>
  `The request signature we calculated does not match the signature you provided. Check your ${keyName} and signing method.`;

function bytesOf(text: string): string {
  return [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function s3Error(code: string, message: string, status: number, fields: Record<string, string> = {}): ServiceError {
  return new ServiceError(code, message, status, { fields });
}

function headerMalformed(detail: string, fields: Record<string, string> = {}): ServiceError {
  return s3Error("AuthorizationHeaderMalformed", `The authorization header is malformed; ${detail}`, 400, fields);
}

const s3Words: SignatureWords = {
  problem(problem) {
    switch (problem.kind) {
      case "missing":
        return s3Error("AccessDenied", "Access Denied", 403);
      case "ambiguous":
        return s3Error(
          "InvalidArgument",
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
          400,
          { ArgumentName: "Authorization" },
        );
      case "unsupported-algorithm":
        return s3Error(
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
          400,
        );
      case "incomplete":
        return problem.detail.startsWith("Query-string") || problem.detail.startsWith("X-Amz-Expires")
          ? s3Error("AuthorizationQueryParametersError", problem.detail, 400)
          : headerMalformed(problem.detail);
    }
  },
  wrongService: (signature, service) =>
    headerMalformed(`incorrect service "${signature.service}". This endpoint belongs to "${service.signingName}".`),
  wrongRegion: (signature, region) =>
    headerMalformed(`the region '${signature.region}' is wrong; expecting '${region}'`, { Region: region }),
  wrongScopeDate: (signature) =>
    headerMalformed(
      `Invalid credential date "${signature.scopeDate}". This date is not the same as X-Amz-Date: "${signature.timestamp.slice(0, 8)}".`,
    ),
  unknownKey: (signature) =>
    s3Error("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403, {
      AWSAccessKeyId: signature.accessKeyId,
    }),
  badToken: (signature) =>
    s3Error("InvalidToken", "The provided token is malformed or otherwise invalid.", 400, {
      "Token-0": signature.securityToken ?? "",
    }),
  expiredToken: (signature) =>
    s3Error("ExpiredToken", "The provided token has expired.", 400, { "Token-0": signature.securityToken ?? "" }),
  unsignedHeaders: (names) =>
    s3Error("AccessDenied", "There were headers present in the request which were not signed", 403, {
      HeadersNotSigned: names.join(", "),
    }),
  mismatch: (signature, stringToSign, canonicalRequest) =>
    s3Error("SignatureDoesNotMatch", mismatchText("key"), 403, {
      AWSAccessKeyId: signature.accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: signature.signature,
      StringToSignBytes: bytesOf(stringToSign),
      CanonicalRequest: canonicalRequest,
      CanonicalRequestBytes: bytesOf(canonicalRequest),
    }),
  skewed: (signature, nowMs, toleranceMs) =>
    s3Error("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403, {
      RequestTime: signature.timestamp,
      ServerTime: isoSeconds(nowMs),
      MaxAllowedSkewMilliseconds: String(toleranceMs),
    }),
  presignedExpired: (signature, nowMs) =>
    s3Error("AccessDenied", "Request has expired", 403, {
      "X-Amz-Expires": String(signature.expiresSeconds),
      Expires: isoSeconds(signature.signedAtMs + (signature.expiresSeconds ?? 0) * 1000),
      ServerTime: isoSeconds(nowMs),
    }),
  presignedTooEarly: () => s3Error("AccessDenied", "Request is not valid yet", 403),
};

/** Query and JSON services say the same things under other codes. */
function rpcWords(
  codes: {
    readonly missing: string;
    readonly incomplete: string;
    readonly unknownKey: string;
    readonly mismatch: string;
    readonly expired: string;
  },
  status: number,
): SignatureWords {
  const refuse = (code: string, message: string, httpStatus = status) =>
    new ServiceError(code, message, httpStatus, { isAuthFailure: true });
  const invalidToken = () => refuse(codes.unknownKey, "The security token included in the request is invalid.");
  return {
    problem(problem) {
      switch (problem.kind) {
        case "missing":
          return refuse(codes.missing, "Missing Authentication Token");
        case "ambiguous":
          return refuse(
            codes.mismatch,
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
          );
        case "unsupported-algorithm":
          return refuse(codes.incomplete, `Unsupported AWS 'algorithm': '${problem.algorithm}'.`, 400);
        case "incomplete":
          return refuse(codes.incomplete, problem.detail, 400);
      }
    },
    wrongService: (_signature, service) =>
      refuse(codes.mismatch, `Credential should be scoped to correct service: '${service.signingName}'. `),
    wrongRegion: (signature) =>
      refuse(codes.mismatch, `Credential should be scoped to a valid region, not '${signature.region}'. `),
    wrongScopeDate: (signature) =>
      refuse(
        codes.mismatch,
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${signature.scopeDate}' != '${signature.timestamp.slice(0, 8)}', from '${signature.timestamp}'.`,
      ),
    unknownKey: invalidToken,
    badToken: invalidToken,
    expiredToken: () => refuse(codes.expired, "The security token included in the request is expired"),
    unsignedHeaders: ([name]) => refuse(codes.mismatch, `'${name}' must be a 'SignedHeader' in the AWS Authorization.`),
    mismatch: (_signature, stringToSign, canonicalRequest) =>
      refuse(
        codes.mismatch,
        `${mismatchText("AWS Secret Access Key")} Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonicalRequest}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`,
      ),
    skewed(signature, nowMs, toleranceMs) {
      const late = nowMs > signature.signedAtMs;
      const boundary = basic(nowMs + (late ? -toleranceMs : toleranceMs));
      const minutes = toleranceMs / 60_000;
      return refuse(
        codes.mismatch,
        late
          ? `Signature expired: ${signature.timestamp} is now earlier than ${boundary} (${basic(nowMs)} - ${minutes} min.)`
          : `Signature not yet current: ${signature.timestamp} is still later than ${boundary} (${basic(nowMs)} + ${minutes} min.)`,
      );
    },
    presignedExpired: (signature, nowMs) =>
      refuse(codes.mismatch, `Signature expired: ${signature.timestamp} is now earlier than ${basic(nowMs)}`),
    presignedTooEarly: () => refuse(codes.mismatch, "Signature not yet current"),
  };
}

const queryWords = rpcWords(
  {
    missing: "MissingAuthenticationToken",
    incomplete: "IncompleteSignature",
    unknownKey: "InvalidClientTokenId",
    mismatch: "SignatureDoesNotMatch",
    expired: "ExpiredToken",
  },
  403,
);

const jsonWords = rpcWords(
  {
    missing: "MissingAuthenticationTokenException",
    incomplete: "IncompleteSignatureException",
    unknownKey: "UnrecognizedClientException",
    mismatch: "InvalidSignatureException",
    expired: "ExpiredTokenException",
  },
  400,
);

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}/, "");
}

function basic(ms: number): string {
  return isoSeconds(ms).replace(/[-:]/g, "");
}
