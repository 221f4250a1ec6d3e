/**
 * Where the diagram's nodes and arrows are. Its shape is always the same, so that the lines are drawn once for a whole
 * page, as symbols, and each diagram only says their colours: by classes, `write-denied`, that its stylesheet knows.
 */
import type { ArrowId, ArrowVerdict, NodeId } from "../diagram/model.ts";

/** `wide` has the accounts side by side, `narrow` one above the other; `tall` has room for keys and a log group. */
export type LayoutName = "wide" | "wide-tall" | "narrow" | "narrow-tall";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Line {
  /** SVG path, ending where the arrow's head is. */
  readonly path: string;
  readonly head: "up" | "down" | "left" | "right";
  readonly tip: readonly [x: number, y: number];
  /** Centre of the label. */
  readonly label: readonly [x: number, y: number];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly accounts: Readonly<Record<"A" | "B", Box>>;
  readonly nodes: Readonly<Record<NodeId, Box>>;
  readonly arrows: Readonly<Record<ArrowId, Line>>;
  /** Where records go, without a permission of its own. */
  readonly flow: readonly string[];
}

const nodeHeight = 68;

function wide(isTall: boolean): Layout {
  const [top, middle, bottom] = [84, 248, 372];
  const height = isTall ? 456 : 332;
  const box = (x: number, y: number, width: number): Box => ({ x, y, width, height: nodeHeight });
  return {
    width: 920,
    height,
    accounts: { A: { x: 0, y: 0, width: 640, height }, B: { x: 664, y: 0, width: 256, height } },
    nodes: {
      caller: box(16, top, 104),
      "data-stream": box(216, top, 168),
      "delivery-stream": box(448, top, 176),
      "source-key": box(16, middle, 176),
      role: box(448, middle, 176),
      "log-group": box(448, bottom, 176),
      bucket: box(716, top, 188),
      reader: box(800, middle, 104),
      "bucket-key": box(716, bottom, 188),
    },
    arrows: {
      put: { path: "M120 118H208", head: "right", tip: [216, 118], label: [162, 118] },
      create: {
        path: "M68 84V68Q68 56 80 56H524Q536 56 536 68V76",
        head: "down",
        tip: [536, 84],
        label: [296, 56],
      },
      assume: { path: "M536 152V240", head: "down", tip: [536, 248], label: [536, 200] },
      read: { path: "M448 282H352Q336 282 336 266V160", head: "up", tip: [336, 152], label: [336, 208] },
      unseal: { path: "M240 152V266Q240 282 224 282H200", head: "left", tip: [192, 282], label: [240, 208] },
      write: { path: "M624 282H720Q736 282 736 266V160", head: "up", tip: [736, 152], label: [672, 282] },
      seal: { path: "M772 152V364", head: "down", tip: [772, 372], label: [772, 344] },
      log: { path: "M536 316V364", head: "down", tip: [536, 372], label: [536, 342] },
      look: { path: "M852 248V160", head: "up", tip: [852, 152], label: [852, 200] },
    },
    flow: ["M384 118H448", "M624 118H716"],
  };
}

function narrow(isTall: boolean): Layout {
  const border = isTall ? 476 : 352;
  const b = border + 20;
  const box = (x: number, y: number, width: number): Box => ({ x, y, width, height: nodeHeight - 4 });
  return {
    width: 344,
    height: b + 240,
    accounts: {
      A: { x: 0, y: 0, width: 344, height: border },
      B: { x: 0, y: b, width: 344, height: 240 },
    },
    nodes: {
      caller: box(28, 40, 132),
      "data-stream": box(24, 152, 144),
      "delivery-stream": box(188, 152, 148),
      role: box(24, 268, 152),
      "source-key": box(28, 396, 140),
      "log-group": box(188, 396, 144),
      bucket: box(72, b + 44, 200),
      reader: box(12, b + 160, 152),
      "bucket-key": box(180, b + 160, 152),
    },
    arrows: {
      put: { path: "M94 104V144", head: "down", tip: [94, 152], label: [94, 127] },
      create: { path: "M160 72H248Q260 72 260 84V144", head: "down", tip: [260, 152], label: [260, 110] },
      assume: { path: "M260 216V272Q260 284 248 284H184", head: "left", tip: [176, 284], label: [260, 248] },
      read: { path: "M94 268V224", head: "up", tip: [94, 216], label: [94, 243] },
      unseal: { path: "M24 196Q14 196 14 206V418Q14 428 20 428", head: "right", tip: [28, 428], label: [52, 366] },
      write: { path: `M176 304H220Q232 304 232 316V${b + 36}`, head: "down", tip: [232, b + 44], label: [232, b - 10] },
      seal: { path: `M240 ${b + 108}V${b + 152}`, head: "down", tip: [240, b + 160], label: [246, b + 134] },
      log: { path: "M176 320H248Q260 320 260 332V388", head: "down", tip: [260, 396], label: [260, 360] },
      look: { path: `M104 ${b + 160}V${b + 116}`, head: "up", tip: [104, b + 108], label: [104, b + 134] },
    },
    flow: ["M168 184H188"],
  };
}

export const layouts: Readonly<Record<LayoutName, Layout>> = {
  wide: wide(false),
  "wide-tall": wide(true),
  narrow: narrow(false),
  "narrow-tall": narrow(true),
};

const arrowIds = Object.keys(layouts.wide.arrows) as readonly ArrowId[];

/** The lines of every layout, once for a page. A diagram draws them with `<use href="#wide">`. */
export function symbols(): string {
  const all = Object.entries(layouts).map(([name, layout]) => symbol(name, layout));
  return `<svg class="symbols" aria-hidden="true" focusable="false">${all.join("")}</svg>`;
}

function symbol(name: string, { width, height, accounts, arrows, flow }: Layout): string {
  const panels = Object.values(accounts).map(
    ({ x, y, width: w, height: h }) =>
      `<rect class="panel" x="${x + 0.5}" y="${y + 0.5}" width="${w - 1}" height="${h - 1}" rx="12"/>`,
  );
  const flows = flow.map((path) => `<path class="flow" d="${path}"/>`);
  const lines = arrowIds.map((id) => {
    const { path, head, tip } = arrows[id];
    return `<g class="line-${id}"><path d="${path}"/><path d="${headPath(head, tip)}"/></g>`;
  });
  return `<symbol id="${name}" viewBox="0 0 ${width} ${height}">${[...panels, ...flows, ...lines].join("")}</symbol>`;
}

function headPath(head: Line["head"], [x, y]: readonly [number, number]): string {
  const [length, half] = [9, 5];
  const back = {
    up: `${x - half} ${y + length}L${x + half} ${y + length}`,
    down: `${x - half} ${y - length}L${x + half} ${y - length}`,
    left: `${x + length} ${y - half}L${x + length} ${y + half}`,
    right: `${x - length} ${y - half}L${x - length} ${y + half}`,
  }[head];
  return `M${x} ${y}L${back}Z`;
}

const verdicts: readonly ArrowVerdict[] = ["allowed", "denied", "unknown"];

/** Positions of nodes and labels, and the colours of arrows. */
export function layoutStyle(): string {
  const rules = [
    // An arrow that a diagram does not have is transparent.
    ...arrowIds.map((id) => `.line-${id}{stroke:var(--${id},transparent);fill:var(--${id},transparent)}`),
    ...arrowIds.flatMap((id) => verdicts.map((verdict) => `.${id}-${verdict}{--${id}:var(--${verdict})}`)),
    placement("wide", ".diagram"),
    placement("wide-tall", ".diagram.tall"),
    `@media(max-width:1019px){${placement("narrow", ".diagram")}${placement("narrow-tall", ".diagram.tall")}}`,
  ];
  return rules.join("\n");
}

function placement(name: LayoutName, diagram: string): string {
  const { width, height, accounts, nodes, arrows } = layouts[name];
  const at = (x: number, y: number) => `left:${x}px;top:${y}px`;
  return [
    `${diagram}{width:${width}px;height:${height}px}`,
    ...Object.entries(accounts).map(([id, box]) => `${diagram} .account-${id}{${at(box.x + 16, box.y + 12)}}`),
    ...Object.entries(nodes).map(
      ([id, box]) => `${diagram} .node-${id}{${at(box.x, box.y)};width:${box.width}px;height:${box.height}px}`,
    ),
    ...Object.entries(arrows).map(([id, { label }]) => `${diagram} .arrow-${id}{${at(...label)}}`),
  ].join("\n");
}
