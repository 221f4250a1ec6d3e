import type { IamStore } from "./iam/store.ts";
import type { Environment } from "./model/environment.ts";
import type { Service } from "./model/service.ts";
import { createSts } from "./sts/index.ts";

/** Every service of the embedded AWS. */
export function createServices(_environment: Environment, identities: IamStore): readonly Service[] {
  return [createSts(identities)];
}
