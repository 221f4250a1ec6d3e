/** Words and pieces that the parts of the page share. */

import type { Verdict } from "../../harness/result.ts";
import type { ArrowVerdict } from "../diagram/model.ts";
import { printable } from "../printable.ts";
import { type ComponentChildren, h, type VNode } from "./element.ts";

/** Something of others for the page; the renderer escapes it, this makes visible what would hide. */
export const shown = printable;

export type Tone = "good" | "bad" | "open";

export const toneOf: Readonly<Record<Verdict["kind"] | ArrowVerdict, Tone>> = {
  passed: "good",
  allowed: "good",
  failed: "bad",
  denied: "bad",
  inconclusive: "open",
  unknown: "open",
};

const signs: Readonly<Record<Tone, string>> = { good: "✓", bad: "✕", open: "?" };

/** The sign of a verdict. Words beside it say the same: `label` where there are none. */
export function sign(tone: Tone, label?: string): VNode {
  const named = label === undefined ? { "aria-hidden": "true" } : { role: "img", "aria-label": label };
  return h("span", { class: `sign ${tone}`, ...named }, signs[tone]);
}

export function code(text: string): VNode {
  return h("code", null, shown(text));
}

/** A text that may be long, as it is. */
export function block(text: string, className = "block"): VNode {
  return h("pre", { class: className }, shown(text));
}

/** Something to open; closed unless `open`. */
export function disclosure(
  summary: ComponentChildren,
  content: ComponentChildren,
  props: { readonly class?: string; readonly open?: boolean; readonly id?: string } = {},
): VNode {
  return h("details", props, h("summary", null, summary), content);
}

/** Text with `code` in backticks. */
export function withCode(text: string): ComponentChildren {
  return shown(text)
    .split("`")
    .map((part, at) => (at % 2 === 1 ? h("code", null, part) : part));
}

/** `0 s`, `1.2 s`, `5 min 01 s` after the start. */
export function offsetText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${String(rounded % 60).padStart(2, "0")} s`;
  return `${Math.floor(rounded / 3600)} h ${String(Math.floor((rounded % 3600) / 60)).padStart(2, "0")} min`;
}

/** `2026-11-24 09:05:28 UTC` */
export function timeText(at: number | string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A policy or a statement as one reads it: a member a line, its value on the same. As it is where it is not JSON. */
export function policyJson(text: string): string {
  try {
    return spread(JSON.parse(text), "");
  } catch {
    return text;
  }
}

function spread(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.some((each) => typeof each === "object" && each !== null)) {
    return `[${value.map((each) => spread(each, indent)).join(", ")}]`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value) || !isDeep(value)) return inLine(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${indent}  ${JSON.stringify(name)}: ${spread(member, `${indent}  `)}`,
  );
  return `{\n${members.join(",\n")}\n${indent}}`;
}

/** Policies and statements are; what they are made of is not. */
function isDeep(value: object): boolean {
  return "Statement" in value || "Effect" in value;
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inLine(member)}`);
  return `{ ${members.join(", ")} }`;
}
