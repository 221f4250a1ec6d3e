import { describe, expect, test } from "vitest";
import type { ServiceName } from "../../../emulator/model/action.ts";
import { inputOf, operationsOf } from "../../../emulator/wire/operations.ts";
import { type NotRead, readBefore, unknownEffect, withoutEffect } from "./not-read.ts";
import { ReadRecorder } from "./recorder.ts";
import { leastInput, type Member, membersOf } from "./schema-walk.ts";
import { sdk, type World, worldFor } from "./worlds.ts";

/** What becomes of a member that a client sends. */
type Fate = "used" | "refused" | "dropped";

/** Every member that an operation has on AWS, sent by itself in a real call. */
async function fatesOf(service: ServiceName, operation: string): Promise<ReadonlyMap<string, Fate>> {
  const recorder = new ReadRecorder();
  await using world = await worldFor(service, recorder);
  const operationSchema = operationsOf(sdk[service]).get(operation);
  if (operationSchema === undefined) throw new Error(`${service} has no ${operation}`);
  const schema = inputOf(operationSchema);
  const least = leastInput(schema, world.values);
  const refused = new Set<string>();
  const members = [...membersOf(schema, world.values)];
  for (const member of members) {
    // What is inside a structure that is refused is refused with it.
    if ([...refused].some((path) => member.path.startsWith(`${path}.`) || member.path.startsWith(`${path}[]`))) {
      refused.add(member.path);
      continue;
    }
    const input = member.in({ ...least, ...(await world.beside(operation, member.path)) });
    if (await isRefused(world, service, operation, input, member)) refused.add(member.path);
    await world.look(operation, input);
  }
  return new Map(
    members.map(({ path }) => {
      const isUsed = recorder.hasRead(`${service}:${operation} ${path}`);
      return [`${service}:${operation} ${path}`, isUsed ? "used" : refused.has(path) ? "refused" : "dropped"];
    }),
  );
}

/** Whether the call is answered NotImplemented with the member's name, or that of a structure around it. */
async function isRefused(
  { send, emulator }: World,
  service: ServiceName,
  operation: string,
  input: object,
  { path }: Member,
): Promise<boolean> {
  let told = "";
  // The answer to a HEAD has no body that says why.
  const end = emulator.calls.subscribe(({ outcome }) => {
    if (outcome.kind === "refused") told = `${outcome.code}: ${outcome.message}`;
  });
  try {
    await send(service, operation, input);
  } catch (error) {
    if (error instanceof Error && told === "") told = `${error.name}: ${error.message}`;
  } finally {
    end();
  }
  const names = path.replaceAll("[]", "").split(".");
  return told.startsWith("NotImplemented") && names.some((name) => told.includes(name));
}

const matches = ({ members }: NotRead, member: string) => new RegExp(`^(?:${members.source})$`).test(member);

describe("every member that a client can send is used, refused by its name or listed with a reason", () => {
  const rows = [...readBefore, ...withoutEffect, ...unknownEffect];

  test.each(Object.keys(sdk) as ServiceName[])("of %s", async (service) => {
    await using world = await worldFor(service, new ReadRecorder());
    const operations = world.emulator.operations().filter((each) => each.service === service && each.emulated);
    const dropped: string[] = [];
    for (const { name } of operations) {
      for (const [member, fate] of await fatesOf(service, name)) if (fate === "dropped") dropped.push(member);
    }
    expect(dropped.filter((member) => !rows.some((row) => matches(row, member)))).toEqual([]);
    const own = rows.filter(({ members }) => members.source.startsWith(`${service}:`));
    expect(own.filter((row) => !dropped.some((member) => matches(row, member)))).toEqual([]);
  });
});
