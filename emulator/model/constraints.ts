/**
 * What a service's model says a member may be, as plain data beside the action. Members are checked in the order in
 * which they are written, and of one member the length, then the range, the enumeration and the pattern.
 */
export interface Constraint {
  readonly required?: true;
  /** Characters of a string, bytes of a blob, items of a list. */
  readonly length?: readonly [min: number, max: number];
  readonly range?: readonly [min: number, max: number];
  /** In the order in which the service lists them. */
  readonly values?: readonly string[];
  /** A regular expression that the whole string must match, as the service prints it. */
  readonly pattern?: string;
  readonly members?: Constraints;
  /** Of each item of a list. */
  readonly each?: Constraint;
}

/** By member name, as the model has it. */
export type Constraints = Readonly<Record<string, Constraint>>;

export interface ConstraintStyle {
  /** Whether a value outside an enumeration is repeated (`Value 'x' at …`) or left out (`Value at …`). */
  readonly echoesEnumValues: boolean;
}

/**
 * The whole text of the ValidationException, or undefined where everything fits: `1 validation error detected: Value 'a b'
 * at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`.
 * Sources: recorded: test_sts_invalid_parameters; kinesalite for several errors at once.
 */
export function constraintMessage(
  input: object,
  constraints: Constraints,
  style: ConstraintStyle = { echoesEnumValues: true },
): string | undefined {
  const problems: string[] = [];
  checkMembers(input, constraints, "", style, problems);
  if (problems.length === 0) return undefined;
  const count = problems.length === 1 ? "1 validation error" : `${problems.length} validation errors`;
  return `${count} detected: ${problems.join("; ")}`;
}

function checkMembers(
  value: object,
  constraints: Constraints,
  path: string,
  style: ConstraintStyle,
  problems: string[],
): void {
  for (const name in constraints) {
    const constraint = constraints[name];
    if (constraint === undefined) continue;
    const member = (value as Record<string, unknown>)[name];
    checkMember(member, constraint, `${path}${name.charAt(0).toLowerCase()}${name.slice(1)}`, style, problems);
  }
}

function checkMember(
  value: unknown,
  constraint: Constraint,
  path: string,
  style: ConstraintStyle,
  problems: string[],
): void {
  if (value === undefined || value === null) {
    if (constraint.required)
      problems.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
    return;
  }
  for (const failed of failures(value, constraint)) {
    const echoed = failed.startsWith("enum") && !style.echoesEnumValues ? "Value" : `Value '${shown(value)}'`;
    problems.push(`${echoed} at '${path}' failed to satisfy constraint: Member must ${texts[failed](constraint)}`);
  }
  if (Array.isArray(value)) {
    const { each } = constraint;
    if (each === undefined) return;
    value.forEach((item, at) => {
      checkMember(item, each, `${path}.${at + 1}.member`, style, problems);
    });
  } else if (constraint.members !== undefined && typeof value === "object") {
    checkMembers(value, constraint.members, `${path}.`, style, problems);
  }
}

const texts = {
  "length-below": ({ length }: Constraint) => `have length greater than or equal to ${length?.[0]}`,
  "length-above": ({ length }: Constraint) => `have length less than or equal to ${length?.[1]}`,
  "range-below": ({ range }: Constraint) => `have value greater than or equal to ${range?.[0]}`,
  "range-above": ({ range }: Constraint) => `have value less than or equal to ${range?.[1]}`,
  enum: ({ values }: Constraint) => `satisfy enum value set: [${values?.join(", ")}]`,
  pattern: ({ pattern }: Constraint) => `satisfy regular expression pattern: ${pattern}`,
} as const;

function failures(value: unknown, { length, range, values, pattern }: Constraint): readonly (keyof typeof texts)[] {
  const failed: (keyof typeof texts)[] = [];
  if (length !== undefined) {
    const size = sizeOf(value);
    if (size < length[0]) failed.push("length-below");
    if (size > length[1]) failed.push("length-above");
  }
  if (range !== undefined && typeof value === "number") {
    if (value < range[0]) failed.push("range-below");
    if (value > range[1]) failed.push("range-above");
  }
  if (values !== undefined && !values.includes(value as string)) failed.push("enum");
  if (pattern !== undefined && !expression(pattern).test(value as string)) failed.push("pattern");
  return failed;
}

const expressions = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const made = new RegExp(`^(?:${pattern})$`);
  expressions.set(pattern, made);
  return made;
}

function sizeOf(value: unknown): number {
  return (value as { readonly length: number }).length;
}

/** Values as the services print them, which are Java's. */
function shown(value: unknown): string {
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  return String(value);
}
