import type { Command } from "@smithy/types";
import type { DirectCall, EmbeddedAws } from "../../emulator/index.ts";
import type { AccountClients } from "../../harness/clients.ts";
import type { SourceLocation } from "../source.ts";
import { CheckFailed } from "./check-failed.ts";

type ServiceName = DirectCall["service"];

/** An SDK command, whichever client's: what it takes and what it answers. */
// biome-ignore lint/suspicious/noExplicitAny: the clients' types of inputs and outputs at large have no common bound.
export type AnyCommand<Output> = Command<any, any, any, any, any> & { readonly input: object } & Answering<Output>;

/** Carries the type of the answer from a command to whoever sends it. */
interface Answering<Output> {
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  resolveMiddleware(...given: any[]): (...given: any[]) => Promise<{ readonly output: Output }>;
}

/** An account's administrator at work. Every call is refused as AWS refuses it, or answered. */
export interface Hands {
  readonly accountId: string;
  send<Output>(service: ServiceName, command: AnyCommand<Output>): Promise<Output>;
}

/** What AWS said instead of doing it. */
export interface RefusedCall {
  readonly accountId: string;
  /** `s3:PutBucketPolicy` */
  readonly call: string;
  readonly code: string;
  readonly message: string;
  /** What was to be brought about by it, where that is part of the input. */
  readonly source?: SourceLocation;
}

/** A refusal on its way to whoever set the call off. */
export class CallRefused extends Error {
  override readonly name = "CallRefused";
  readonly refusal: RefusedCall;

  constructor(refusal: RefusedCall, cause: unknown) {
    super(`${refusal.call} in account ${refusal.accountId}: ${refusal.code}: ${refusal.message}`, { cause });
    this.refusal = refusal;
  }
}

/** Past the wire: by the hundred a second. */
export function directHands(aws: EmbeddedAws, accountId: string, region: string): Hands {
  return keyHands(aws, accountId, aws.accounts.find(({ id }) => id === accountId)?.accessKeyId, region);
}

/** Past the wire, as whoever holds an access key; as nobody without one. */
export function keyHands(aws: EmbeddedAws, accountId: string, accessKeyId: string | undefined, region?: string): Hands {
  return handsOf(accountId, async (service, command) =>
    aws.call({ accessKeyId, service, operation: operationOf(command), input: command.input, region }),
  );
}

/**
 * Over the wire, by the SDK's own clients: signed, serialized and parsed. `faultOf` has what went wrong in the AWS itself
 * where it answers with an internal error.
 */
export function wireHands(clients: AccountClients, accountId: string, faultOf?: () => unknown): Hands {
  const byService: Readonly<Partial<Record<ServiceName, { send(command: unknown): Promise<unknown> }>>> = {
    sts: clients.sts,
    iam: clients.iam,
    s3: clients.s3,
    kinesis: clients.kinesis,
    firehose: clients.firehose,
    kms: clients.kms,
    logs: clients.logs,
  };
  return handsOf(
    accountId,
    async (service, command) => {
      const client = byService[service];
      if (client === undefined) throw new RangeError(`there is no client for ${service}`);
      const output = await client.send(command);
      const { Body } = output as { readonly Body?: { transformToByteArray(): Promise<Uint8Array> } };
      return Body === undefined ? output : { ...(output as object), Body: await Body.transformToByteArray() };
    },
    faultOf,
  );
}

function handsOf(
  accountId: string,
  carryOut: (service: ServiceName, command: AnyCommand<unknown>) => Promise<unknown>,
  faultOf: () => unknown = () => undefined,
): Hands {
  return {
    accountId,
    async send<Output>(service: ServiceName, command: AnyCommand<Output>) {
      try {
        return (await carryOut(service, command as AnyCommand<unknown>)) as Output;
      } catch (error) {
        const call = `${service}:${operationOf(command)}`;
        const { code, message } = answerIn(error) ?? {};
        if (code === undefined || message === undefined) {
          const { name, message: said } = error as Error;
          throw new CheckFailed(`no answer to ${call} in account ${accountId}: ${said || name}`, { cause: error });
        }
        if (code === "InternalError") {
          const fault = faultOf() ?? error;
          const said = fault instanceof Error ? fault.message : String(fault);
          throw new CheckFailed(`${call} in account ${accountId} met an internal error: ${said}`, { cause: fault });
        }
        throw new CallRefused({ accountId, call, code, message }, error);
      }
    },
  };
}

/**
 * What AWS answered by an error. Undefined for what no AWS has said: a connection that breaks off has a code of its own.
 * The SDK names an error after its shape in the model, which may have `Exception` behind the code.
 */
function answerIn(error: unknown): { readonly code: string; readonly message: string } | undefined {
  const { name, message, Code, code = Code, $fault } = error as Error & ErrorMembers;
  if (name !== "ServiceError" && $fault === undefined) return undefined;
  // This one has a member `code`, with what KMS said.
  return { code: name === "InvalidKMSResourceException" ? name : (code ?? name), message };
}

interface ErrorMembers {
  readonly code?: string;
  readonly Code?: string;
  /** Of every error that the SDK has read from an answer. */
  readonly $fault?: string;
}

/** `PutRecord` of a `PutRecordCommand`. */
export function operationOf(command: object): string {
  return command.constructor.name.replace(/Command$/, "");
}
