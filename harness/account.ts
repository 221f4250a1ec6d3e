import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { rootArn } from "./arns.ts";
import { type AwsCli, awsCli } from "./aws-cli.ts";
import { type Bucket, type BucketSettings, createBucket, removeBucketAfterwards } from "./bucket.ts";
import type { AccountClients } from "./clients.ts";
import type { Context, Owner } from "./context.ts";
import {
  createDataStream,
  type DataStream,
  type DataStreamSettings,
  removeDataStreamAfterwards,
} from "./data-stream.ts";
import {
  createDeliveryStream,
  type DeliveryStream,
  type DeliveryStreamSettings,
  removeDeliveryStreamAfterwards,
} from "./delivery-stream.ts";
import { createErrorLog, type ErrorLog } from "./error-log.ts";
import { createKey, type Key, type KeySettings } from "./key.ts";
import { createRole, type Role, type RoleSettings, removeRoleAfterwards } from "./role.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { AccountAccess, StaticCredentials } from "./target.ts";

const removals = {
  bucket: removeBucketAfterwards,
  role: removeRoleAfterwards,
  dataStream: removeDataStreamAfterwards,
  deliveryStream: removeDeliveryStreamAfterwards,
};

/** One of the two accounts of a scenario: makes things, and removes them when the scenario is over. */
export class Account implements Owner {
  readonly id: string;
  /** 64 hexadecimal digits; what S3 calls the account in owners and grants. */
  readonly canonicalUserId: string;
  readonly title: string;
  readonly region: string;
  readonly clients: AccountClients;
  readonly #access: AccountAccess;
  readonly #context: Context;

  constructor(context: Context, access: AccountAccess, identity: Pick<Account, "id" | "canonicalUserId" | "clients">) {
    this.#context = context;
    this.#access = access;
    this.id = identity.id;
    this.canonicalUserId = identity.canonicalUserId;
    this.clients = identity.clients;
    this.title = `account ${access.name}`;
    this.region = access.region;
  }

  /** `arn:aws:iam::<id>:root` */
  get arn(): string {
    return rootArn(this.region, this.id);
  }

  /** A name for something that is made here: has `what` in it and collides with nobody's. */
  nameOf(what: string): string {
    return this.#context.sandbox.nameOf(what);
  }

  /** A bucket with today's defaults where `settings` say nothing. */
  createBucket(settings: BucketSettings = {}): Promise<Bucket> {
    return createBucket(this.#context, this, settings);
  }

  /** A data stream that is ACTIVE. */
  createDataStream(settings: DataStreamSettings = {}): Promise<DataStream> {
    return createDataStream(this.#context, this, settings);
  }

  createRole(settings: RoleSettings): Promise<Role> {
    return createRole(this.#context, this, settings);
  }

  /** A delivery stream that is ACTIVE: it reads what is put into its source from now on. */
  createDeliveryStream(settings: DeliveryStreamSettings): Promise<DeliveryStream> {
    return createDeliveryStream(this.#context, this, settings);
  }

  /** A customer key for encryption. */
  createKey(settings: KeySettings = {}): Promise<Key> {
    return createKey(this.#context, this, settings);
  }

  /** Where a delivery stream can tell its errors. */
  createErrorLog(): Promise<ErrorLog> {
    return createErrorLog(this.#context, this);
  }

  /** The AWS CLI as this account's user. Its command lines become facts of the steps that run them. */
  get aws(): AwsCli {
    const prompt = `${this.#access.name}$`;
    return awsCli({
      environment: () => this.environment(),
      onCommand: (line) => this.#context.recorder.fact(prompt, line),
      passCall: this.#access.passCall,
    });
  }

  /** For what is made by other means than the methods of this class; to be called before. */
  removeAfterwards(kind: keyof typeof removals, name: string): void {
    removals[kind](this.#context, this, name);
  }

  /** Those of the moment. */
  async credentials(): Promise<StaticCredentials> {
    const { credentials } = this.#access;
    return typeof credentials === "function" ? credentials() : credentials;
  }

  /** A child process cannot ask for others when they end. */
  async #freshCredentials(): Promise<StaticCredentials> {
    const { credentials } = this.#access;
    return typeof credentials === "function" ? credentials({ forceRefresh: true }) : credentials;
  }

  /** What a child process needs to act for this account: `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, … */
  async environment(): Promise<Readonly<Record<string, string>>> {
    const { endpoint, environment, maxAttempts } = this.#access;
    const { accessKeyId, secretAccessKey, sessionToken } = await this.#freshCredentials();
    return {
      ...environment,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
      AWS_DEFAULT_REGION: this.region,
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
      ...(maxAttempts !== undefined && { AWS_MAX_ATTEMPTS: String(maxAttempts) }),
    };
  }
}

/** Asks the target who the account is, rather than believing a configuration. */
export async function openAccount(context: Context, access: AccountAccess, clients: AccountClients): Promise<Account> {
  const [{ Account: id }, { Owner: owner }] = await Promise.all([
    clients.sts.send(new GetCallerIdentityCommand({})),
    clients.s3.send(new ListBucketsCommand({})),
  ]);
  if (id === undefined || owner?.ID === undefined) {
    throw new ScenarioError(`account ${access.name}: the target does not say who it is`);
  }
  return new Account(context, access, { id, canonicalUserId: owner.ID, clients });
}
