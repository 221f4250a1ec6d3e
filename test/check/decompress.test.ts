import { describe, expect, test } from "vitest";
import { replay } from "../../check/replay/replay.ts";
import { playedAsIs } from "../../check/unknown/world.ts";
import { outcomeOf } from "../../check/verdict.ts";
import { article } from "./article.ts";

/** More than one block of either of Snappy's forms. */
const record = Buffer.from(Array.from({ length: 60_000 }, (_, at) => `${at} `).join(""));

function compressed(CompressionFormat: "UNCOMPRESSED" | "GZIP" | "ZIP" | "Snappy" | "HADOOP_SNAPPY") {
  const { deliveryStream } = article();
  const destination = { ...deliveryStream.destination, CompressionFormat };
  return { ...article({}, { deliveryStream: { ...deliveryStream, destination } }), record };
}

describe.each(["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"] as const)("objects in %s", (format) => {
  test("are found to hold what was put", async () => {
    const configuration = playedAsIs(compressed(format));
    const played = await replay(configuration, { by: "direct" });
    expect(outcomeOf(configuration, played)).toMatchObject({ kind: "works", object: { hasContents: true } });
  });

  test("are found not to hold anything else", async () => {
    const configuration = playedAsIs(compressed(format));
    const played = await replay(configuration, { by: "direct" });
    expect(outcomeOf(configuration, { ...played, contents: [Buffer.from("something else")] })).toMatchObject({
      kind: "broken",
      summary: "an object arrives that does not have the record",
      object: { hasContents: false },
    });
  });
});
