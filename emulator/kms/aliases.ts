import { aliasNotFound, invalidAliasName, validationFailed } from "./errors.ts";
import { aliasArn } from "./key.ts";
import type { Alias, KmsStore } from "./store.ts";

/** Throws ValidationException, InvalidAliasNameException. Texts: public reports. */
export function checkAliasName(name: string): void {
  if (!name.startsWith("alias/")) {
    throw validationFailed(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw validationFailed(`${name} contains invalid characters for an alias`);
  }
  if (name.startsWith("alias/aws/")) {
    throw invalidAliasName(`${name} starts with the prefix alias/aws/, which is reserved for AWS managed keys.`);
  }
}

/** Throws NotFoundException. */
export function theAlias(store: KmsStore, accountId: string, region: string, name: string): Alias {
  const alias = store.findAlias(accountId, region, name);
  if (alias === undefined) throw aliasNotFound(aliasArn(accountId, region, name));
  return alias;
}
