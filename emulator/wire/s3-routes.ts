import type { StaticOperationSchema } from "@smithy/types";
import { inputOf, requiredMembers } from "./operations.ts";
import type { WireRequest } from "./request.ts";
import type { S3Address } from "./s3-address.ts";

/** One operation of S3 as its HTTP trait describes it. */
interface Route {
  readonly operation: StaticOperationSchema;
  readonly level: "service" | "bucket" | "object";
  /** Query parameters that select the operation, with a value or with any (`?acl`, `?list-type=2`). */
  readonly literals: readonly (readonly [name: string, value: string | undefined])[];
  /** Query parameters and headers that the operation requires (`uploadId`, `x-amz-copy-source`). */
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
}

export type RouteTable = ReadonlyMap<string, readonly Route[]>;

type Operations = ReadonlyMap<string, StaticOperationSchema>;

const tables = new WeakMap<Operations, RouteTable>();

/** By method and level; the most specific first. */
export function routeTable(operations: Operations): RouteTable {
  const known = tables.get(operations);
  if (known !== undefined) return known;
  const table = new Map<string, Route[]>();
  for (const operation of operations.values()) {
    const route = routeOf(operation);
    if (route === undefined) continue;
    const key = `${route.method} ${route.level}`;
    const routes = table.get(key) ?? [];
    routes.push(route);
    table.set(key, routes);
  }
  for (const routes of table.values()) routes.sort((a, b) => specificity(b) - specificity(a));
  tables.set(operations, table);
  return table;
}

function specificity(route: Route): number {
  return route.literals.length + route.requiredQuery.length + route.requiredHeaders.length;
}

function routeOf(operation: StaticOperationSchema): (Route & { readonly method: string }) | undefined {
  const traits = operation[3];
  const http = typeof traits === "object" ? (traits.http as [string, string, number] | undefined) : undefined;
  if (http === undefined) return undefined;
  const [method, uri] = http;
  const [path = "", query = ""] = uri.split("?");
  // Operations of other hosts (`/WriteGetObjectResponse`) have a path of their own.
  if (path !== "/" && path !== "/{Key+}") return undefined;
  const input = inputOf(operation);
  const members = input.isUnitSchema() ? {} : input.getMemberSchemas();
  const level = path === "/{Key+}" ? "object" : members.Bucket === undefined ? "service" : "bucket";
  const required = requiredMembers(input).map((name) => members[name]?.getMergedTraits() ?? {});
  const literals = query
    .split("&")
    .filter((part) => part !== "" && !part.startsWith("x-id="))
    .map((part): [string, string | undefined] => {
      const [name = "", value] = part.split("=");
      return [name, value];
    });
  return {
    method,
    operation,
    level,
    literals,
    requiredQuery: required.flatMap(({ httpQuery }) => (httpQuery === undefined ? [] : [httpQuery as string])),
    requiredHeaders: required.flatMap(({ httpHeader }) =>
      httpHeader === undefined ? [] : [(httpHeader as string).toLowerCase()],
    ),
  };
}

/** The operation that a request means; undefined where S3 has none like it. */
export function findRoute(table: RouteTable, request: WireRequest, address: S3Address): Route | undefined {
  const level = address.bucket === undefined ? "service" : address.key === undefined ? "bucket" : "object";
  return table.get(`${request.method} ${level}`)?.find((route) => fits(route, request));
}

function fits(route: Route, request: WireRequest): boolean {
  for (const [name, value] of route.literals) {
    const sent = request.query.get(name)?.[0];
    if (sent === undefined || (value !== undefined && sent !== value)) return false;
  }
  return (
    route.requiredQuery.every((name) => request.query.has(name)) &&
    route.requiredHeaders.every((name) => request.headers.has(name))
  );
}
