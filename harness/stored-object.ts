export interface Grant {
  /** Canonical user ID, or the URI of a group. */
  readonly grantee: string;
  readonly permission: string;
}

export interface ObjectAcl {
  /** Canonical user ID of the object's owner. */
  readonly owner: string;
  /** In the order in which S3 lists them. */
  readonly grants: readonly Grant[];
}

/** An object as it was read: contents and who owns it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
  readonly acl: ObjectAcl;
}

export function storedObject(key: string, bytes: Uint8Array, acl: ObjectAcl): StoredObject {
  return { key, bytes, text: new TextDecoder().decode(bytes), acl };
}
