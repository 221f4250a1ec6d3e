import { GetObjectAclCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { CallRefused, type Hands, type RefusedCall } from "./hands.ts";

/** An object as the administrator of account B finds it. */
export interface ObservedObject {
  readonly key: string;
  /** Canonical user id, as the bucket's listing has it; undefined for an administrator who may not list. */
  readonly owner: string | undefined;
  /** What the administrator gets who reads it. */
  readonly reading: { readonly kind: "read"; readonly contents: Uint8Array } | Denied;
  readonly acl: { readonly kind: "read"; readonly grants: readonly Grant[] } | Denied;
  readonly encryption: Encryption | undefined;
}

interface Denied {
  readonly kind: "refused";
  readonly refusal: RefusedCall;
}

export interface Grant {
  /** Canonical user id, or the URI of a group. */
  readonly grantee: string;
  readonly permission: string;
}

export interface Encryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse` */
  readonly algorithm: string;
  readonly keyArn?: string;
}

/**
 * A listing's first page; more than one delivery does not lie there. `delivered` are the keys that are known anyway, for an
 * administrator who may not list.
 */
export async function observeObjects(
  hands: Hands,
  Bucket: string,
  delivered: readonly string[],
): Promise<readonly ObservedObject[]> {
  const listing = await orRefusal(hands.send("s3", new ListObjectsV2Command({ Bucket, FetchOwner: true })));
  const unlisted = delivered.map((Key): Listed => ({ Key }));
  const { Contents = [] } = listing.kind === "refused" ? { Contents: unlisted } : listing.answer;
  return Promise.all(Contents.map(({ Key = "", Owner }: Listed) => observe(hands, Bucket, Key, Owner?.ID)));
}

interface Listed {
  readonly Key?: string;
  readonly Owner?: { readonly ID?: string };
}

async function observe(hands: Hands, Bucket: string, Key: string, owner: string | undefined): Promise<ObservedObject> {
  const [object, acl, head] = await Promise.all([
    orRefusal(hands.send("s3", new GetObjectCommand({ Bucket, Key }))),
    orRefusal(hands.send("s3", new GetObjectAclCommand({ Bucket, Key }))),
    orRefusal(hands.send("s3", new HeadObjectCommand({ Bucket, Key }))),
  ]);
  return {
    key: Key,
    owner,
    reading: object.kind === "refused" ? object : { kind: "read", contents: bytesOf(object.answer.Body) },
    acl: acl.kind === "refused" ? acl : { kind: "read", grants: (acl.answer.Grants ?? []).map(grantOf) },
    encryption: head.kind === "refused" ? undefined : encryptionOf(head.answer),
  };
}

/** `Hands` answer bodies as bytes. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function grantOf({
  Grantee,
  Permission = "",
}: {
  readonly Grantee?: { readonly ID?: string; readonly URI?: string };
  readonly Permission?: string;
}): Grant {
  return { grantee: Grantee?.ID ?? Grantee?.URI ?? "", permission: Permission };
}

function encryptionOf(head: {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
}): Encryption | undefined {
  const { ServerSideEncryption: algorithm, SSEKMSKeyId: keyArn } = head;
  if (algorithm === undefined) return undefined;
  return { algorithm, ...(keyArn !== undefined && { keyArn }) };
}

async function orRefusal<Answer>(
  call: Promise<Answer>,
): Promise<{ readonly kind: "answered"; readonly answer: Answer } | Denied> {
  try {
    return { kind: "answered", answer: await call };
  } catch (error) {
    if (error instanceof CallRefused) return { kind: "refused", refusal: error.refusal };
    throw error;
  }
}
