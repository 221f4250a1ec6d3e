import type { KeyObject } from "node:crypto";
import type { Caller, Credential, CredentialDirectory } from "./model/caller.ts";
import type { Clock } from "./model/clock.ts";
import { partitionOf } from "./model/partition.ts";
import type { Service } from "./model/service.ts";
import { type SignatureWords as Words, signatureWordsOf as wordsOf } from "./signature-words.ts";
import type { WireRequest } from "./wire/request.ts";
import type { Signature } from "./wire/signature.ts";
import { signatureMatches, signedTexts, signingKey, unsignedRequiredHeaders } from "./wire/sigv4.ts";

/** How far a signature's date may be from now: S3 documents 15 minutes, the other services 5. */
const maxSkewMs = { s3: 15 * 60_000, others: 5 * 60_000 };

export interface Authentication {
  readonly credential: Credential;
  readonly signature: Signature;
  /** Links the chunks of a signed `aws-chunked` body. */
  readonly key: KeyObject;
}

/** A request that names a key which exists, its signature not yet verified. */
export interface Claim extends Authentication {
  readonly service: Service;
  readonly request: WireRequest;
}

/** `us-east-1`, `us-gov-west-1`; which of them exist is not for the signature to say. */
const regionForm = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;

export interface AuthenticatorSettings {
  readonly credentials: CredentialDirectory;
  readonly clock: Clock;
  /**
   * Another clock by which signatures may be dated: the client's machine's, so that a virtual clock that was advanced does
   * not shut out every client that did not follow. Undefined: none.
   */
  readonly otherClock: Clock | undefined;
  /** The one that a client is told of where its own is none. */
  readonly region: string;
}

/** Verifies who signed a request, and when. */
export class Authenticator {
  readonly #credentials: CredentialDirectory;
  readonly #clock: Clock;
  readonly #region: string;
  readonly #clocks: readonly Clock[];

  constructor({ credentials, clock, otherClock, region }: AuthenticatorSettings) {
    this.#credentials = credentials;
    this.#clock = clock;
    this.#region = region;
    this.#clocks = otherClock === undefined ? [clock] : [clock, otherClock];
  }

  /**
   * Finds the key that a request claims to be signed with and checks all of the claim but the signature itself, its age
   * among that, so that no body is read for a caller who is nobody. Throws the service's own error.
   */
  claim(service: Service, request: WireRequest, signature: Signature): Claim {
    const words = wordsOf(service);
    if (signature.service !== service.signingName) throw words.wrongService(signature, service);
    if (!regionForm.test(signature.region)) throw words.wrongRegion(signature, this.#region);
    if (!signature.timestamp.startsWith(signature.scopeDate)) throw words.wrongScopeDate(signature);
    const credential = this.#isHere(signature) ? this.#credentials.findCredential(signature.accessKeyId) : undefined;
    if (credential === undefined || credential.inactive === true) throw words.unknownKey(signature);
    if (credential.sessionToken !== signature.securityToken) throw words.badToken(signature);
    const unsigned = unsignedRequiredHeaders(request, signature);
    if (unsigned.length > 0) throw words.unsignedHeaders(unsigned);
    this.#refuseStale(service, signature, words);
    if (credential.expiresAtMs !== undefined && credential.expiresAtMs <= this.#clock.now())
      throw words.expiredToken(signature);
    return { service, request, signature, credential, key: signingKey(credential.secretAccessKey, signature) };
  }

  /** Keys of one partition are unknown in the others. */
  #isHere({ region }: Signature): boolean {
    return partitionOf(region).name === partitionOf(this.#region).name;
  }

  /**
   * Verifies a claim. `payloadHash` is what the signature must cover: the body's SHA-256, or what S3's
   * `x-amz-content-sha256` says in its place. Throws the service's own error.
   */
  verify({ service, request, signature, credential, key }: Claim, payloadHash: string): Authentication {
    const words = wordsOf(service);
    const texts = signedTexts(request, signature, payloadHash, service.name !== "s3");
    if (!signatureMatches(key, texts.stringToSign, signature.signature)) {
      throw words.mismatch(signature, texts.stringToSign, texts.canonicalRequest);
    }
    return { credential, signature, key };
  }

  #refuseStale(service: Service, signature: Signature, words: Words): void {
    const toleranceMs = service.name === "s3" ? maxSkewMs.s3 : maxSkewMs.others;
    const ages = this.#clocks.map((clock) => clock.now() - signature.signedAtMs);
    if (signature.expiresSeconds === undefined) {
      if (ages.every((age) => Math.abs(age) > toleranceMs))
        throw words.skewed(signature, this.#clock.now(), toleranceMs);
      return;
    }
    // A presigned URL ages on the emulator's clock: its life is part of what is tested.
    const lifeMs = signature.expiresSeconds * 1000;
    if (this.#clock.now() - signature.signedAtMs > lifeMs) throw words.presignedExpired(signature, this.#clock.now());
    if (ages.every((age) => age < -toleranceMs)) throw words.presignedTooEarly();
  }
}

export const anonymousCaller: Caller = {
  principal: { kind: "anonymous" },
  accountId: undefined,
  canonicalUserId: undefined,
  policiesInForce: () => ({ identityPolicies: [] }),
  context: new Map(),
};
