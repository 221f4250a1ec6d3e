import type { FuzzTarget } from "../target.ts";
import { patches } from "./patches.ts";
import { policies } from "./policies.ts";
import { readers } from "./readers.ts";
import { redaction } from "./redaction.ts";
import { reporters } from "./reporters.ts";
import { signatures } from "./signatures.ts";
import { wire } from "./wire.ts";

export const targets: readonly FuzzTarget[] = [wire, signatures, readers, policies, patches, reporters, redaction];
