import { type ComponentChildren, createElement, type VNode } from "preact";

export type { ComponentChildren, VNode } from "preact";

export type Props = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element of the page. Rendering escapes attributes and texts. */
export function h(tag: string, props: Props | null, ...children: readonly ComponentChildren[]): VNode {
  return createElement(tag, props, ...children) as VNode;
}
