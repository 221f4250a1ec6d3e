import type { DecisionRecord, EmbeddedAws } from "../../emulator/index.ts";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { Need } from "./play/needs.ts";

/** What policies say of a need; `unknown` where nothing describes its role. */
export interface JudgedNeed {
  readonly need: Need;
  readonly kind: "judged" | "unknown";
  /** Of what is needed, what is denied. */
  readonly denied: readonly DecisionRecord[];
}

/** Asks the policies in force, for each action on each resource. */
export async function judgeNeeds(
  aws: EmbeddedAws,
  configuration: Configuration,
  deliveryStreamArn: string,
  needs: readonly Need[],
): Promise<readonly JudgedNeed[]> {
  const judged: JudgedNeed[] = [];
  for (const need of needs) {
    const isKnown = configuration.roles.some((role) => roleArn(role) === need.roleArn);
    judged.push(isKnown ? await judge(aws, deliveryStreamArn, need) : { need, kind: "unknown", denied: [] });
  }
  return judged;
}

async function judge(aws: EmbeddedAws, deliveryStreamArn: string, need: Need): Promise<JudgedNeed> {
  const { roleArn: role, region, actions, resources, resourcePolicy } = need;
  const denied: DecisionRecord[] = [];
  for (const action of actions) {
    for (const resource of resources) {
      const record = await aws.judgeFirehose({
        roleArn: role,
        deliveryStreamArn,
        region,
        action,
        resource,
        ...(resourcePolicy !== undefined && { resourcePolicy }),
      });
      if (record.decision.kind !== "allowed") denied.push(record);
    }
  }
  // A role that cannot be assumed is denied once for all.
  return { need, kind: "judged", denied: [...new Map(denied.map((each) => [keyOf(each), each])).values()] };
}

function keyOf({ request: { action, resource } }: DecisionRecord): string {
  return `${action} ${resource.arn}`;
}
