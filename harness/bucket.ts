import {
  type BucketCannedACL,
  type BucketLocationConstraint,
  CreateBucketCommand,
  type CreateBucketCommandInput,
  DeleteBucketPolicyCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ObjectCannedACL,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { bucketArn } from "./arns.ts";
import type { Context, Owner } from "./context.ts";
import { onceSeen } from "./iam-propagation.ts";
import type { Key } from "./key.ts";
import type { PolicyDocument, PolicyResource } from "./policy-document.ts";
import { removeBucket } from "./removal/bucket.ts";
import { siteOf } from "./removal/removal.ts";
import { type ObjectAcl, type StoredObject, storedObject } from "./stored-object.ts";
import { type WaitForObjectSettings, waitForObject } from "./wait-for-object.ts";

export interface BucketSettings {
  /** the sandbox's name of `landing` unless given. */
  readonly name?: string;
  /** `BucketOwnerEnforced` where nothing is said, as S3 has it since April 2023. */
  readonly objectOwnership?: ObjectOwnership;
  readonly acl?: BucketCannedACL;
}

export interface WriteSettings {
  readonly as: Owner;
  readonly body: string;
  readonly acl?: ObjectCannedACL;
}

export interface PublicAccessSettings {
  readonly blockPublicPolicy?: boolean;
  readonly restrictPublicBuckets?: boolean;
}

/** An S3 bucket. In policies it stands for itself and its objects. */
export class Bucket implements PolicyResource {
  readonly name: string;
  readonly owner: Owner;
  readonly #context: Context;

  constructor(context: Context, owner: Owner, name: string) {
    this.#context = context;
    this.owner = owner;
    this.name = name;
  }

  /** `arn:aws:s3:::<name>` */
  get arn(): string {
    return bucketArn(this.owner.region, this.name);
  }

  /** `arn:aws:s3:::<name>/*` */
  get objectsArn(): string {
    return `${this.arn}/*`;
  }

  get policyArns(): readonly string[] {
    return [this.arn, this.objectsArn];
  }

  async putPolicy(document: PolicyDocument): Promise<void> {
    await this.#configure(`sets the policy of bucket ${this.name}`, () =>
      onceSeen(this.#context, String(document), () =>
        this.owner.clients.s3.send(new PutBucketPolicyCommand({ Bucket: this.name, Policy: String(document) })),
      ),
    );
  }

  /** Encrypts what is written from now on under a key of the owner's, or under `aws/s3`, which AWS manages for it. */
  async encryptWith(key: Key | "aws/s3"): Promise<void> {
    // No key means aws/s3 of the bucket's owner; its alias would mean the one of whoever writes.
    const KMSMasterKeyID = key === "aws/s3" ? undefined : key.arn;
    await this.#configure(`encrypts bucket ${this.name} under ${key === "aws/s3" ? key : "its own key"}`, () =>
      this.owner.clients.s3.send(
        new PutBucketEncryptionCommand({
          Bucket: this.name,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID } }],
          },
        }),
      ),
    );
  }

  /** Block Public Access; what is not given is on, as in a new bucket. */
  async blockPublicAccess({
    blockPublicPolicy = true,
    restrictPublicBuckets = true,
  }: PublicAccessSettings): Promise<void> {
    await this.#configure(`changes Block Public Access of bucket ${this.name}`, () =>
      this.owner.clients.s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: this.name,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: blockPublicPolicy,
            RestrictPublicBuckets: restrictPublicBuckets,
          },
        }),
      ),
    );
  }

  async deletePolicy(): Promise<void> {
    await this.#configure(`deletes the policy of bucket ${this.name}`, () =>
      this.owner.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: this.name })),
    );
  }

  /** Keys of the first 1,000 objects. */
  async keys(): Promise<readonly string[]> {
    const { Contents = [] } = await this.owner.clients.s3.send(new ListObjectsV2Command({ Bucket: this.name }));
    return Contents.map(({ Key = "" }) => Key);
  }

  /** The object that a delivery stream writes. Rejects with a `ScenarioError` that says why there is none. */
  waitForObject(settings: WaitForObjectSettings): Promise<StoredObject> {
    return waitForObject(this.#context, this, settings);
  }

  /** Writes an object as any account. */
  async writeObject(key: string, { as, body, acl }: WriteSettings): Promise<void> {
    await this.#context.recorder.step(`${as.title} writes ${key} to bucket ${this.name}`, () =>
      as.clients.s3.send(new PutObjectCommand({ Bucket: this.name, Key: key, Body: body, ACL: acl })),
    );
  }

  /** Contents and ACL as `as` may see them; the bucket's owner unless given. */
  async readObject(key: string, as: Owner = this.owner): Promise<StoredObject> {
    const { s3 } = as.clients;
    const [object, acl] = await Promise.all([
      s3.send(new GetObjectCommand({ Bucket: this.name, Key: key })),
      this.readAcl(key, as),
    ]);
    const stored = storedObject(key, (await object.Body?.transformToByteArray()) ?? new Uint8Array(), acl);
    this.#context.evidence?.sawObject(this.name, stored);
    return stored;
  }

  async readAcl(key: string, as: Owner = this.owner): Promise<ObjectAcl> {
    const { Owner, Grants = [] } = await as.clients.s3.send(new GetObjectAclCommand({ Bucket: this.name, Key: key }));
    return {
      owner: Owner?.ID ?? "",
      grants: Grants.map(({ Grantee, Permission }) => ({
        grantee: Grantee?.ID ?? Grantee?.URI ?? "",
        permission: Permission ?? "",
      })),
    };
  }

  /** Changes the bucket's configuration, and goes on when S3 acts by it. */
  async #configure(what: string, change: () => Promise<unknown>): Promise<void> {
    await this.#context.recorder.step(`${this.owner.title} ${what}`, async () => {
      await change();
      const { bucketSettlingSeconds } = this.#context.sandbox;
      if (bucketSettlingSeconds > 0) await this.#context.wait(bucketSettlingSeconds * 1000);
    });
  }
}

export async function createBucket(context: Context, owner: Owner, settings: BucketSettings): Promise<Bucket> {
  const name = settings.name ?? context.sandbox.nameOf("landing");
  const { s3 } = owner.clients;
  removeBucketAfterwards(context, owner, name);
  await context.recorder.step(`${owner.title} creates bucket ${name}`, () =>
    s3.send(
      new CreateBucketCommand({
        Bucket: name,
        ObjectOwnership: settings.objectOwnership,
        ACL: settings.acl,
        ...placedIn(owner.region),
      }),
    ),
  );
  return new Bucket(context, owner, name);
}

/** us-east-1 is where S3 puts a bucket without being told, and the one region that it does not let itself be told. */
function placedIn(region: string): Pick<CreateBucketCommandInput, "CreateBucketConfiguration"> {
  return region === "us-east-1"
    ? {}
    : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
}

export function removeBucketAfterwards(context: Context, owner: Owner, name: string): void {
  context.cleanUp.register(`bucket ${name} of ${owner.title}`, () => removeBucket(siteOf(context, owner), name));
}
