import { DescribeKey$, type DescribeKeyRequest, type DescribeKeyResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyMetadata } from "../key.ts";
import { keyAction } from "../key-action.ts";

/** What a key is and whether it can be used. Errors: NotFoundException. Source: KMS API Reference, DescribeKey. */
export const describeKey = keyAction<DescribeKeyRequest, DescribeKeyResponse>({
  schema: DescribeKey$,
  emulates: ["GrantTokens"],
  constraints: { GrantTokens: constraints.grantTokens },
  crossAccount: true,
  on: "any",
  run: (store, { input }, key) => {
    checkGrantTokens(store, input.GrantTokens);
    return { KeyMetadata: keyMetadata(key) };
  },
});
