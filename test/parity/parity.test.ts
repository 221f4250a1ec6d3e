import { afterAll, beforeAll, describe, test } from "vitest";
import { twoAccounts } from "../support/clients.ts";
import { readParityFiles } from "./case-file.ts";
import { Player } from "./player.ts";

describe.each(readParityFiles())("$name answers as AWS was recorded to", ({ cases }) => {
  let player: Player;
  beforeAll(async () => {
    player = new Player(await twoAccounts());
  });
  afterAll(() => player[Symbol.asyncDispose]());

  test.for(cases)("$title", (each) => player.play(each));
});
