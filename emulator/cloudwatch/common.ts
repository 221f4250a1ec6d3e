import type { Dimension } from "@aws-sdk/client-cloudwatch";
import type { Call, Permission } from "../model/action.ts";
import type { Constraint } from "../model/constraints.ts";
import { ServiceError } from "../model/service-error.ts";

export const dimensions: Constraint = {
  maxLength: 30,
  each: {
    members: {
      Name: { required: true, minLength: 1, maxLength: 255 },
      Value: { required: true, minLength: 1, maxLength: 1024 },
    },
  },
};

export const namespace: Constraint = { minLength: 1, maxLength: 255, pattern: "[^:].*" };
export const metricName: Constraint = { minLength: 1, maxLength: 255 };

/** CloudWatch's reading actions know no resource. Source: Service Authorization Reference, "Amazon CloudWatch". */
export function readingPermission(action: string, call: Call<unknown>): Permission {
  return { action: `cloudwatch:${action}`, resource: { arn: "*", accountId: call.caller.accountId ?? "" } };
}

export function dimensionsOf(given: readonly Dimension[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((given ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
}

/** Periods are whole minutes: no metric of the emulator is of high resolution. */
export function periodMsOf(seconds: number): number {
  if (seconds > 0 && seconds % 60 === 0) return seconds * 1000;
  throw invalidValue(`The parameter Period must be a multiple of 60, not ${seconds}.`);
}

/** AWS's words for these differ from parameter to parameter; ours name it. */
export function invalidValue(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message, 400);
}
