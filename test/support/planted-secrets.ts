import { knownSecrets } from "../../harness/redaction/known-secrets.ts";

/** By where it comes from. */
export class PlantedSecrets {
  readonly #secrets = new Map<string, string>();

  plant(source: string, secret: string | undefined): string {
    if (secret === undefined || secret.length < 16) throw new Error(`${source} gives no secret`);
    this.#secrets.set(source, secret);
    return secret;
  }

  get sources(): readonly string[] {
    return [...this.#secrets.keys()];
  }

  /** Those of which a text has something: as it is, URL-encoded, in JSON, in base64 or hexadecimal digits; also cut short. */
  in(text: string): readonly string[] {
    return this.sources.filter((source) => {
      const secret = this.#secrets.get(source) ?? "";
      const base64 = Buffer.from(secret).toString("base64").replace(/=*$/, "");
      const hex = Buffer.from(secret).toString("hex");
      const forms = [
        secret,
        encodeURIComponent(secret),
        secret.replaceAll("/", String.raw`\/`),
        base64.slice(0, -1),
        hex,
      ];
      return forms.some((form) => text.includes(form) || text.includes(form.slice(0, 20)));
    });
  }
}

/** Lets everything through, as if nobody had written a redactor: for controls. */
export function withoutRedaction(): Disposable {
  Object.defineProperty(knownSecrets, "find", { value: () => [], configurable: true });
  return { [Symbol.dispose]: () => Reflect.deleteProperty(knownSecrets, "find") };
}
