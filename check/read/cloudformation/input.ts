import type { AccountAndRegion } from "../account-of-side.ts";
import type { Side } from "../input-reader.ts";
import type { Tree } from "../tree.ts";

/** A template that was parsed, and what is known about its stack besides. */
export interface TemplateInput {
  readonly file: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: Tree;
  /** Which account it is for, where the user or a CDK manifest says so. */
  readonly side?: Side;
  readonly account?: Partial<AccountAndRegion>;
  readonly stackName?: string;
  /** What writes the file anew: `cdk synth`. */
  readonly generatedBy?: string;
  /** Templates of its nested stacks, by logical id. */
  readonly nested?: ReadonlyMap<string, TemplateInput>;
}
