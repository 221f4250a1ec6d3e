import type { AccountClients } from "../../harness/clients.ts";
import { isAwsError } from "../../harness/scenario-error.ts";
import type { NotChecked } from "../configuration.ts";
import type { SourceLocation } from "../source.ts";

/** One account to read, by calls that change nothing. */
export interface Site {
  readonly side: "A" | "B";
  readonly accountId: string;
  readonly region: string;
  readonly clients: AccountClients;
}

/** What is read is in the account, at the ARN or name `path`. */
export function liveSource({ side }: Pick<Site, "side">, path: string): SourceLocation {
  return { file: `live account ${side}`, path };
}

/** Undefined where AWS says that there is none: one of `codes`. */
export async function unlessMissing<Answer>(
  codes: readonly string[],
  call: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAwsError(error) && codes.includes(error.name)) return undefined;
    throw error;
  }
}

/**
 * Undefined where the reader may not see it, which is noted: what cannot be read is not checked, and may matter.
 */
export async function unlessDenied<Answer>(
  site: Site,
  what: string,
  notChecked: NotChecked[],
  call: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!isAwsError(error) || !/^AccessDenied/.test(error.name)) throw error;
    const because = `whoever reads account ${site.side} may not see it: ${error.message}`;
    notChecked.push({ what, because, source: liveSource(site, what), couldMatter: true });
    return undefined;
  }
}
