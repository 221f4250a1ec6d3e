import type { AssumeRoleResponse } from "@aws-sdk/client-sts";
import { type Caller, serviceCaller } from "../model/caller.ts";
import type { Environment } from "../model/environment.ts";
import { callService } from "./service-call.ts";

/**
 * As S3's event notifications and CloudTrail show it for what Firehose writes, recorded between 2017 and 2026; not documented.
 * That it is the same towards Kinesis is ours.
 */
const sessionName = "AWSFirehoseToS3";

/** A session is renewed before it ends, so that no delivery meets its end half-way. */
const renewBeforeMs = 60_000;

/** The delivery stream that acts. */
export interface SessionOwner {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * Assumes the role as firehose.amazonaws.com, with the account that owns the delivery stream as external id. Rejects with
 * `RefusedCall`. Source: Firehose User Guide, "Grant Firehose access to an Amazon S3 destination".
 * Whether it names the delivery stream as well (`aws:SourceArn`) is an open question.
 */
export async function assumeRole(
  environment: Environment,
  roleArn: string,
  owner: SessionOwner,
): Promise<{ readonly caller: Caller; readonly expiresAtMs: number }> {
  const { Credentials } = await callService<AssumeRoleResponse>(environment, {
    as: serviceCaller("firehose.amazonaws.com"),
    service: "sts",
    operation: "AssumeRole",
    input: { RoleArn: roleArn, RoleSessionName: sessionName, ExternalId: owner.accountId },
    region: owner.region,
    ...(environment.openQuestions.firehoseNamesItsSource === true && {
      source: { arn: owner.arn, accountId: owner.accountId },
    }),
  });
  const credential = environment.credentials.findCredential(Credentials?.AccessKeyId ?? "");
  if (credential === undefined) throw new Error(`the session of ${roleArn} is not known to the identity store`);
  return { caller: credential.caller, expiresAtMs: credential.expiresAtMs ?? Number.POSITIVE_INFINITY };
}

/** The sessions that one delivery stream acts with, each assumed when needed and renewed when it ends. */
export class RoleSessions {
  readonly #environment: Environment;
  readonly #owner: SessionOwner;
  readonly #byRole = new Map<string, { readonly caller: Caller; readonly expiresAtMs: number }>();

  constructor(environment: Environment, owner: SessionOwner) {
    this.#environment = environment;
    this.#owner = owner;
  }

  async as(roleArn: string): Promise<Caller> {
    const known = this.#byRole.get(roleArn);
    if (known !== undefined && known.expiresAtMs - renewBeforeMs > this.#environment.clock.now()) return known.caller;
    const session = await assumeRole(this.#environment, roleArn, this.#owner);
    this.#byRole.set(roleArn, session);
    return session.caller;
  }

  /** After a denial the next attempt assumes the role anew: it may have been recreated since. */
  forget(roleArn: string): void {
    this.#byRole.delete(roleArn);
  }
}
