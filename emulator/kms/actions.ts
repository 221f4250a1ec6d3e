import { cancelKeyDeletion } from "./actions/cancel-key-deletion.ts";
import { createAlias } from "./actions/create-alias.ts";
import { createGrant } from "./actions/create-grant.ts";
import { createKey } from "./actions/create-key.ts";
import { decrypt } from "./actions/decrypt.ts";
import { deleteAlias } from "./actions/delete-alias.ts";
import { describeKey } from "./actions/describe-key.ts";
import { disableKey } from "./actions/disable-key.ts";
import { disableKeyRotation } from "./actions/disable-key-rotation.ts";
import { enableKey } from "./actions/enable-key.ts";
import { enableKeyRotation } from "./actions/enable-key-rotation.ts";
import { encrypt } from "./actions/encrypt.ts";
import { generateDataKey } from "./actions/generate-data-key.ts";
import { generateDataKeyWithoutPlaintext } from "./actions/generate-data-key-without-plaintext.ts";
import { generateRandom } from "./actions/generate-random.ts";
import { getKeyPolicy } from "./actions/get-key-policy.ts";
import { getKeyRotationStatus } from "./actions/get-key-rotation-status.ts";
import { listAliases } from "./actions/list-aliases.ts";
import { listGrants } from "./actions/list-grants.ts";
import { listKeyPolicies } from "./actions/list-key-policies.ts";
import { listKeys } from "./actions/list-keys.ts";
import { listResourceTags } from "./actions/list-resource-tags.ts";
import { listRetirableGrants } from "./actions/list-retirable-grants.ts";
import { putKeyPolicy } from "./actions/put-key-policy.ts";
import { reEncrypt } from "./actions/re-encrypt.ts";
import { retireGrant } from "./actions/retire-grant.ts";
import { revokeGrant } from "./actions/revoke-grant.ts";
import { scheduleKeyDeletion } from "./actions/schedule-key-deletion.ts";
import { tagResource } from "./actions/tag-resource.ts";
import { untagResource } from "./actions/untag-resource.ts";
import { updateAlias } from "./actions/update-alias.ts";
import { updateKeyDescription } from "./actions/update-key-description.ts";

/** Every operation of KMS that is emulated. */
export const kmsActions = [
  cancelKeyDeletion,
  createAlias,
  createGrant,
  createKey,
  decrypt,
  deleteAlias,
  describeKey,
  disableKeyRotation,
  disableKey,
  enableKeyRotation,
  enableKey,
  encrypt,
  generateDataKeyWithoutPlaintext,
  generateDataKey,
  generateRandom,
  getKeyPolicy,
  getKeyRotationStatus,
  listAliases,
  listGrants,
  listKeyPolicies,
  listKeys,
  listResourceTags,
  listRetirableGrants,
  putKeyPolicy,
  reEncrypt,
  retireGrant,
  revokeGrant,
  scheduleKeyDeletion,
  tagResource,
  untagResource,
  updateAlias,
  updateKeyDescription,
] as const;
