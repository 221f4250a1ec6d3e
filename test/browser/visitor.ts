import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type Chromium, launch } from "./chromium.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const desk = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** Opens reports from disk and keeps what their pages ask for and complain of. */
export class Visitor implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #requests: string[] = [];
  readonly #complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async arrive(found: Extract<Chromium, { readonly kind: "ready" }>): Promise<Visitor> {
    return new Visitor(await launch(found));
  }

  /** The page of a file, ready; without scripts as soon as it is there. */
  async open(file: string, options: BrowserContextOptions = {}, fragment = ""): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: desk, reducedMotion: "reduce", ...options });
    page.on("console", (message) => this.#complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.#complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      this.#complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => this.#requests.push(request.url()));
    await page.goto(`${pathToFileURL(file)}${fragment}`);
    if (options.javaScriptEnabled !== false) await page.waitForSelector("html[data-ready]", { state: "attached" });
    return page;
  }

  /** Errors, warnings and dialogs since the last time; nothing of it is told again. */
  complaints(): readonly string[] {
    return this.#complaints.splice(0);
  }

  /** What was asked for beside the pages themselves, since the last time. */
  requestsBeside(): readonly string[] {
    return this.#requests.splice(0).filter((url) => !/^file:.*\.html(#.*)?$/.test(url));
  }

  async closePages(): Promise<void> {
    for (const context of this.#browser.contexts()) await context.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** What axe objects to in what is shown of a page. */
export async function objections(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Whether all of the page is as wide as the screen at most. */
export function fitsTheScreen(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}
