import { ServiceError } from "../../model/service-error.ts";

export type Fields = Readonly<Record<string, string>>;

/** `fields` are further elements of the XML, `headers` come with the answer. */
export function error(
  code: string,
  message: string,
  status: number,
  fields: Fields = {},
  headers: Fields = {},
): ServiceError {
  return new ServiceError(code, message, status, { fields, headers });
}
