import { CreatePolicyCommand } from "@aws-sdk/client-iam";
import { clientsFor } from "../../clients.ts";
import { type Resource, resourceName } from "../../journal/resource.ts";
import { allowing, onlyArns } from "../../policy-document.ts";
import { policyArn } from "../../removal/iam.ts";
import { tagNames } from "../../sweep/names.ts";
import type { Sandbox, Target } from "../../target.ts";
import { embedded } from "../embedded.ts";
import type { AwsAccount } from "./account.ts";
import { Gate } from "./gate.ts";
import type { Call, PassedJudgement } from "./judge.ts";
import { Metering } from "./metering.ts";
import { passThrough } from "./pass-through.ts";
import type { Amounts } from "./prices.ts";
import { bucketSettlingSeconds, iamPropagationSeconds, patienceSeconds } from "./times.ts";

export interface PlanSettings {
  readonly accountA: Pick<AwsAccount, "id" | "region">;
  readonly accountB: Pick<AwsAccount, "id" | "region">;
  readonly prefix: string;
  readonly permissionsBoundary?: string | undefined;
  readonly parallel: number;
}

/** A call that would change something. */
export interface PlannedCall {
  /** `A` or `B`: who would make it. */
  readonly account: string;
  /** `s3:CreateBucket` */
  readonly operation: string;
  /** `bucket crosscheck-<run>-1-landing` */
  readonly resource: string;
  /** How often, one after the other. */
  readonly times: number;
}

export interface PlannedPart {
  /** A scenario's name, or `controls`. */
  readonly name: string;
  readonly calls: readonly PlannedCall[];
  /** Of AWS's time. */
  readonly seconds: number;
}

/** What one part of a run does. */
export class Recording implements PlannedPart {
  readonly name: string;
  readonly calls: PlannedCall[] = [];
  readonly target: Target;
  seconds = 0;
  amounts: Amounts = new Metering().amounts(0);
  isComplete = false;
  readonly #number: number;
  readonly #settings: PlanSettings;

  constructor(name: string, number: number, settings: PlanSettings) {
    this.name = name;
    this.#number = number;
    this.#settings = settings;
    this.target = { name: "plan", parallel: 1, open: () => this.#open(), [Symbol.asyncDispose]: async () => {} };
  }

  async #open(): Promise<Sandbox> {
    const { accountA, accountB, prefix, permissionsBoundary } = this.#settings;
    const aws = await embedded({ accountIds: { A: accountA.id, B: accountB.id } }).open();
    if (permissionsBoundary !== undefined) await makeBoundaries(aws, permissionsBoundary);
    const startedAtMs = aws.time.now();
    const metering = new Metering();
    const through = (name: "A" | "B") => {
      const account = name === "A" ? accountA : accountB;
      const gate = this.#gate(name, account, (call, judgement) => metering.count(call, judgement, aws.time.now()));
      return { ...aws[`account${name}`], region: account.region, ...passThrough(gate) };
    };
    const { deliveryFailures: _, ...others } = aws;
    return {
      ...others,
      accountA: through("A"),
      accountB: through("B"),
      nameOf: (what) => `${prefix}-${placeholder}-${this.#number}-${what}`,
      ...{ iamPropagationSeconds, bucketSettlingSeconds, patienceSeconds, isEphemeral: false },
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      [Symbol.asyncDispose]: async () => {
        this.seconds = (aws.time.now() - startedAtMs) / 1000;
        this.amounts = metering.amounts(aws.time.now());
        await aws[Symbol.asyncDispose]();
      },
    };
  }

  #gate(
    name: string,
    { id, region }: Pick<AwsAccount, "id" | "region">,
    meter: (call: Call, judgement: PassedJudgement) => void,
  ): Gate {
    const { prefix, permissionsBoundary } = this.#settings;
    return new Gate({
      ...{ accountId: id, region, prefix: `${prefix}-${placeholder}-` },
      tags: { [tagNames.run]: placeholder },
      ...(permissionsBoundary !== undefined && {
        permissionsBoundary: policyArn({ region, accountId: id }, permissionsBoundary),
      }),
      journal: { announce: () => {}, removed: () => {}, outstanding: () => [] },
      onCall: (call, judgement) => {
        meter(call, judgement);
        if (judgement.kind !== "reads") this.#write(name, call, judgement.resource);
      },
    });
  }

  #write(account: string, { service, operation }: Call, resource: Resource): void {
    const call = { account, operation: `${service}:${operation}`, resource: shown(resourceName(resource)), times: 1 };
    const last = this.calls.at(-1);
    if (last?.account === account && last.operation === call.operation && last.resource === call.resource) {
      this.calls[this.calls.length - 1] = { ...call, times: last.times + 1 };
    } else this.calls.push(call);
  }
}

/** Those that the accounts have on AWS: they let everything through that scenarios ask for. */
async function makeBoundaries({ accountA, accountB }: Sandbox, name: string): Promise<void> {
  const everything = allowing(["*"], onlyArns("*"));
  const policies = {
    [name]: everything,
    [`${name}-with-s3`]: everything,
    [`${name}-without-s3`]: allowing(["kinesis:*", "logs:*"], onlyArns("*")),
  };
  for (const access of [accountA, accountB]) {
    using clients = clientsFor(access);
    for (const [PolicyName, document] of Object.entries(policies)) {
      await clients.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: String(document) }));
    }
  }
}

/** In the place of a run's id, which is drawn when it begins. */
const placeholder = "0000000000";

function shown(text: string): string {
  return text.replaceAll(placeholder, "<run>");
}
