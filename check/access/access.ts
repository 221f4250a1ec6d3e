import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { type DecisionRecord, type EmbeddedAws, explain } from "../../emulator/index.ts";
import { accountNames } from "../accounts.ts";
import type { BucketConfiguration, Configuration } from "../configuration.ts";
import { type AnyCommand, CallRefused, keyHands } from "../replay/hands.ts";
import type { Stage } from "../replay/stage.ts";
import { type Actor, actorsOn, thirdAccount } from "./actors.ts";
import { type Answer, answerOf, judgement } from "./answer.ts";

/** What can be done to a delivered object or its bucket. */
export type Ability = "read" | "write" | "delete" | "re-permission object" | "re-permission bucket" | "act as the role";

export const abilities: readonly Ability[] = [
  "act as the role",
  "read",
  "write",
  "delete",
  "re-permission object",
  "re-permission bucket",
];

export interface Access extends Answer {
  readonly actor: Pick<Actor, "name" | "side" | "isPartOfFlow">;
  readonly ability: Ability;
}

const abilitiesOnObjects = abilities.filter((ability) => ability !== "act as the role");

/** Who may do what with the object `key` of the bucket: asked of the policies in force, for each actor in turn. */
export async function accessOn(stage: Stage, configuration: Configuration, key: string): Promise<readonly Access[]> {
  const actors = await actorsOn(stage, configuration);
  const access: Access[] = [];
  for (const { accessKeyId, ...actor } of actors) {
    const { mayActAsRole, ...shown } = actor;
    access.push({ actor: shown, ability: "act as the role", ...mayActAsRole });
    for (const ability of abilitiesOnObjects) {
      const answer = await ask(stage, configuration.bucket, key, accessKeyId, ability);
      access.push({ actor: shown, ability, ...answer });
    }
  }
  return access;
}

/** Why it is so, as several lines. */
export function accessReason({ decision, refusal }: Access, configuration: Configuration): string {
  const names = new Map([...accountNames(configuration), [thirdAccount, "a third account"]]);
  if (decision === undefined) return refusal ?? "";
  // Nobody asks how to let a stranger in.
  const lines = explain(decision.request, decision.decision, names).split("\n");
  return lines.filter((line) => !/^ {2}fix /.test(line)).join("\n");
}

const empty = new Uint8Array();

/** Reading and writing are tried, for keys decide on them, too; what would change the object is only judged. */
async function ask(
  { aws }: Stage,
  { name: Bucket, objectOwnership = "BucketOwnerEnforced" }: BucketConfiguration,
  Key: string,
  accessKeyId: string | undefined,
  ability: Exclude<Ability, "act as the role">,
): Promise<Answer> {
  switch (ability) {
    case "read":
      return attempt(aws, accessKeyId, new GetObjectCommand({ Bucket, Key }));
    case "write":
      return attempt(
        aws,
        accessKeyId,
        new PutObjectCommand({ Bucket, Key: `crosscheck/${accessKeyId ?? "anybody"}`, Body: empty }),
      );
    case "delete":
      return judge(aws, accessKeyId, new DeleteObjectCommand({ Bucket, Key }));
    case "re-permission object":
      return objectOwnership === "BucketOwnerEnforced"
        ? { isAllowed: false, refusal: "the bucket's Object Ownership has switched ACLs off" }
        : judge(aws, accessKeyId, new PutObjectAclCommand({ Bucket, Key, ACL: "bucket-owner-full-control" }));
    case "re-permission bucket":
      return judge(aws, accessKeyId, new PutBucketPolicyCommand({ Bucket, Policy: "{}" }));
  }
}

function judge(aws: EmbeddedAws, accessKeyId: string | undefined, command: AnyCommand<unknown>): Answer {
  return judgement(aws, accessKeyId, "s3", command);
}

async function attempt(
  aws: EmbeddedAws,
  accessKeyId: string | undefined,
  command: AnyCommand<unknown>,
): Promise<Answer> {
  const decisions: DecisionRecord[] = [];
  const end = aws.decisions.subscribe((record) => decisions.push(record));
  try {
    await keyHands(aws, "", accessKeyId).send("s3", command);
    return answerOf(decisions);
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    const answer = answerOf(decisions);
    const { code, message } = error.refusal;
    return answer.isAllowed ? { isAllowed: false, refusal: `${code}: ${message}` } : answer;
  } finally {
    end();
  }
}
