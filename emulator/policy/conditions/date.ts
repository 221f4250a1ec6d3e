/**
 * Date operators compare instants, written in the W3C's ISO 8601 forms (with time zone; a bare date is UTC) or as epoch
 * seconds. They take no policy variables. A year or month alone is read as the W3C note does: its first instant.
 */
import type { Operator, OperatorTable } from "./operator.ts";

export const dateOperators: OperatorTable = {
  DateEquals: comparing((actual, expected) => actual === expected, false),
  DateNotEquals: comparing((actual, expected) => actual === expected, true),
  DateLessThan: comparing((actual, expected) => actual < expected, false),
  DateLessThanEquals: comparing((actual, expected) => actual <= expected, false),
  DateGreaterThan: comparing((actual, expected) => actual > expected, false),
  DateGreaterThanEquals: comparing((actual, expected) => actual >= expected, false),
};

function comparing(holds: (actualMs: number, expectedMs: number) => boolean, negated: boolean): Operator {
  return {
    negated,
    test: (policyValue) => {
      const expectedMs = instantMs(policyValue);
      if (expectedMs === undefined) return undefined;
      return (value) => {
        const actualMs = instantMs(value);
        return actualMs !== undefined && holds(actualMs, expectedMs);
      };
    },
  };
}

const isoForm = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Milliseconds since 1970. Four digits are a year, any other number of digits is epoch seconds. */
function instantMs(text: string): number | undefined {
  if (isoForm.test(text)) {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? undefined : ms;
  }
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
}
