import type { Configuration } from "./configuration.ts";
import type { Unreadable } from "./part.ts";

export function refuseUnreadable(_configuration: Configuration, _unreadable: readonly Unreadable[]): void {}
