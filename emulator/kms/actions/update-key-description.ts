import { UpdateKeyDescription$, type UpdateKeyDescriptionRequest } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { keyAction } from "../key-action.ts";

/** Source: KMS API Reference, UpdateKeyDescription. */
export const updateKeyDescription = keyAction<UpdateKeyDescriptionRequest, void>({
  schema: UpdateKeyDescription$,
  emulates: ["Description"],
  constraints: { Description: { ...constraints.description, required: true } },
  on: "not-pending-deletion",
  run: (store, { input }, key) => store.saveKey({ ...key, description: input.Description ?? "" }),
});
