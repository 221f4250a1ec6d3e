/**
 * The texts that a secret shows as once it has been encoded: in a URL, in JSON, in base64 or hexadecimal digits, also in
 * the middle of something longer. The secret itself is the first.
 */
export function formsOf(secret: string): readonly string[] {
  const urlEncoded = encodeURIComponent(secret);
  // As signatures encode: RFC 3986's reserved characters too.
  const strictlyEncoded = urlEncoded.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [
    secret,
    urlEncoded,
    strictlyEncoded,
    urlEncoded.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase()),
    encodeURIComponent(urlEncoded),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("/", String.raw`\/`),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("hex").toUpperCase(),
    ...base64FormsOf(secret),
  ];
  return [...new Set(forms)];
}

/**
 * Three bytes are four digits, so that what a secret becomes depends on how many bytes stand before it: the digits that
 * it determines alone, for each of the three cases, in both alphabets.
 */
function base64FormsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64url");
    const inside = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    const standard = inside.replaceAll("-", "+").replaceAll("_", "/");
    return [standard, inside, encodeURIComponent(standard), standard.replaceAll("/", String.raw`\/`)];
  });
}
