import type { Action } from "../model/action.ts";
import * as errors from "./errors.ts";
import type { S3Store } from "./store.ts";

/**
 * An operation that nobody may use without signing, whatever policies and lists say: initiating a multipart upload,
 * copying, changing a bucket's settings. Sources: S3 User Guide, "Uploading and copying objects using multipart upload";
 * S3 API Reference, CreateBucket; of copies and lists what versitygw reports (s3api). That the other settings of a bucket need a
 * signature, too, is ours.
 */
export function signedOnly<Input extends object, Output>(
  action: Action<S3Store, Input, Output>,
): Action<S3Store, Input, Output> {
  return {
    ...action,
    permissions: (store, call) => {
      if (call.caller.principal.kind === "anonymous") throw errors.accessDenied();
      return action.permissions(store, call);
    },
  };
}
