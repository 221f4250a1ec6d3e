/** As `Promise.all`, but rejects only when nothing is under way any more: what is still being made cannot be removed. */
export async function allSettled<Parts extends readonly unknown[]>(
  ...parts: { readonly [At in keyof Parts]: Promise<Parts[At]> }
): Promise<Parts> {
  await Promise.allSettled(parts);
  return (await Promise.all(parts)) as unknown as Parts;
}
