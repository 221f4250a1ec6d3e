/**
 * S3's errors with its codes, words and statuses.
 * Sources: S3 API Reference, "Error responses"; S3 User Guide; answers that public test suites recorded from AWS.
 */
export * from "./errors/access.ts";
export * from "./errors/buckets.ts";
export * from "./errors/objects.ts";
export * from "./errors/requests.ts";
export * from "./errors/uploads.ts";
