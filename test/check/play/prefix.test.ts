import { expect, test } from "vitest";
import { playedPrefix } from "../../../check/replay/play/prefix.ts";

test.each([
  ["clicks/!{timestamp:yyyy/MM/dd}/", "clicks/!{timestamp:yyyy/MM/dd}/"],
  ["!{firehose:random-string}/!{partitionKeyFromQuery:k}/", "!{firehose:random-string}/!{partitionKeyFromQuery:k}/"],
  ["!{nothing:known}/", "!{nothing:known}/"],
  ["!{timestamp:jjj}/", "!{timestamp:jjj}/"],
])("%s is played as it stands", (given, played) => {
  expect(playedPrefix(given, "Prefix", "destination")).toEqual({ prefix: played, leftOut: [], keysOfLambda: [] });
});

test.each([
  ["a/!{timestamp:YYYY/MM/dd}/b/", "a/!{timestamp:yyyy/MM/dd}/b/"],
  ["!{timestamp:EEE}/!{timestamp:yyyy}/", "!{timestamp:yyyy-MM-dd}/!{timestamp:yyyy}/"],
])("%s has dates that are not emulated, and is played with others", (given, played) => {
  const { prefix, leftOut } = playedPrefix(given, "Prefix", "destination");
  expect(prefix).toBe(played);
  expect(leftOut).toMatchObject([{ isInKeyOf: "destination" }]);
});

test("keys that a function gives are played by their names", () => {
  const { prefix, keysOfLambda, leftOut } = playedPrefix(
    "!{partitionKeyFromLambda:tenant}/x/",
    "Prefix",
    "destination",
  );
  expect(prefix).toBe("!{partitionKeyFromQuery:tenant}/x/");
  expect(keysOfLambda).toEqual(["tenant"]);
  expect(leftOut.map(({ what }) => what)).toEqual(["`!{partitionKeyFromLambda:tenant}` of Prefix"]);
});
