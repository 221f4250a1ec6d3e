import type { PolicyDocument, Statement } from "../../emulator/policy/index.ts";
import { isForeignArn } from "../partitions.ts";
import type { PolicyPlace } from "../places/places.ts";

/** Elements in which AWS takes no ARN of another partition; of an organization's policies nothing is known. */
const ofOnePartition: Readonly<Record<PolicyPlace["kind"], readonly ("principals" | "resources")[]>> = {
  trust: ["principals"],
  inline: ["resources"],
  managed: ["resources"],
  bucket: ["principals", "resources"],
  "backup-bucket": ["principals", "resources"],
  "data-stream": ["principals"],
  key: ["principals"],
  "service-control": [],
  "resource-control": [],
};

/** Whether AWS takes a document, as far as that follows from its form and its partition. */
export function isTaken(document: PolicyDocument | undefined, { kind }: PolicyPlace, partition: string): boolean {
  if (document === undefined) return false;
  return document.statements.every((statement) =>
    ofOnePartition[kind].every((element) => arnsIn(statement, element).every((arn) => !isForeignArn(arn, partition))),
  );
}

function arnsIn(statement: Statement, element: "principals" | "resources"): readonly string[] {
  if (element === "resources") return [...(statement.resources ?? []), ...(statement.notResources ?? [])];
  return [statement.principal, statement.notPrincipal].flatMap((principal) =>
    principal?.kind === "listed" ? principal.entries.flatMap((entry) => ("arn" in entry ? (entry.arn ?? []) : [])) : [],
  );
}
