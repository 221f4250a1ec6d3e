import { accountsAreTwo } from "./accounts-are-two.ts";
import { bucketPolicy } from "./bucket-policy.ts";
import { buffering } from "./buffering.ts";
import { canonicalUserIds } from "./canonical-user-ids.ts";
import { deliveryAuthorization } from "./delivery-authorization.ts";
import { deliveryFailures } from "./delivery-failures.ts";
import { enforcedAcl } from "./enforced-acl.ts";
import { explicitDeny } from "./explicit-deny.ts";
import { foreignResource } from "./foreign-resource.ts";
import { foreignRole } from "./foreign-role.ts";
import { identityPolicy } from "./identity-policy.ts";
import { managedKey } from "./managed-key.ts";
import { mergedUpdate } from "./merged-update.ts";
import { objectKey } from "./object-key.ts";
import { objectOwner } from "./object-owner.ts";
import { publicPolicy } from "./public-policy.ts";
import { signature } from "./signature.ts";
import { staleVersion } from "./stale-version.ts";
import { trustPolicy } from "./trust-policy.ts";
import { unknownPrincipal } from "./unknown-principal.ts";

/** Every control, in the order of a table. */
export const controls = [
  accountsAreTwo,
  signature,
  canonicalUserIds,
  objectOwner,
  enforcedAcl,
  identityPolicy,
  bucketPolicy,
  explicitDeny,
  unknownPrincipal,
  foreignResource,
  publicPolicy,
  managedKey,
  trustPolicy,
  foreignRole,
  deliveryAuthorization,
  deliveryFailures,
  buffering,
  objectKey,
  staleVersion,
  mergedUpdate,
] as const;

export type ControlName = (typeof controls)[number]["name"];
