import type { Call } from "../../../emulator/model/action.ts";
import type { Service } from "../../../emulator/model/service.ts";

/** Files whose reading of a member is no use of it: they look at its form, or at its name. */
const onlyCheck = /\/emulator\/(?:gateway|(?:model|iam|sts|kms)\/constraints|model\/refuse-members)\.ts/;

/**
 * Notes which members of its input each action reads by name, those of nested structures too: `s3:DeleteObjects
 * Delete.Objects[].Key`. A member that is only checked is not read; one that is copied is, as what is kept of the input.
 */
export class ReadRecorder {
  readonly #reads = new Set<string>();

  wrap(service: Service): Service {
    const actions = service.actions.map((action) => {
      const watched = <Made extends Call<object>>(call: Made): Made => ({
        ...call,
        input: this.#watch(call.input, `${service.name}:${action.schema[2]} `),
      });
      return {
        ...action,
        permissions: (call: Call<object>) => action.permissions(watched(call)),
        run: (request: Parameters<typeof action.run>[0]) => action.run(watched(request)),
      };
    });
    return { ...service, actions };
  }

  hasRead(member: string): boolean {
    return this.#reads.has(member);
  }

  #watch<Value extends object>(value: Value, path: string): Value {
    return new Proxy(value, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof name === "symbol" || (Array.isArray(target) && !/^\d+$/.test(name))) return member;
        const own = Array.isArray(target) ? `${path}[]` : path.endsWith(" ") ? `${path}${name}` : `${path}.${name}`;
        if (!this.#reads.has(own) && !onlyCheck.test(reader())) this.#reads.add(own);
        return isPlain(member) ? this.#watch(member, own) : member;
      },
    });
  }
}

/** The line that reads a member, as the stack has it. */
function reader(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack.split("\n")[3] ?? "";
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
