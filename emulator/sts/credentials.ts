import type { SessionRecord } from "../iam/entities.ts";
import type { IamStore } from "../iam/store.ts";

/** AWS says to expect no fixed size of a token; this one is about as long as many are. */
const tokenBytes = 192;

/** Makes temporary credentials and keeps them until they expire. */
export function issueSession(
  store: IamStore,
  accountId: string,
  bearer: SessionRecord["bearer"],
  nowMs: number,
  durationSeconds: number,
) {
  const session: SessionRecord = {
    accountId,
    accessKeyId: store.random.awsId("ASIA", 20),
    secretAccessKey: store.random.secretKey(),
    sessionToken: store.random.bytes(tokenBytes).toString("base64"),
    issuedAtMs: nowMs,
    // Expiration is told in whole seconds.
    expiresAtMs: Math.floor(nowMs / 1000) * 1000 + durationSeconds * 1000,
    bearer,
  };
  store.saveSession(session);
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: new Date(session.expiresAtMs),
  };
}
