/** An error that goes to the caller in the words of AWS. The protocol of the service decides its form on the wire. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  /** `NoSuchBucket`, `ResourceNotFoundException`, … */
  readonly code: string;
  readonly httpStatus: number;
  /** Further members of the error: S3's `BucketName`, `Resource`, … */
  readonly fields: Readonly<Record<string, string>>;
  /** Response headers that go with it, such as `x-amz-bucket-region`. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON services spell it `Message` where the failure is one of authentication or authorization. */
  readonly isAuthFailure: boolean;

  constructor(
    code: string,
    message: string,
    httpStatus: number,
    more: {
      readonly fields?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
      readonly isAuthFailure?: boolean;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
    this.fields = more.fields ?? {};
    this.headers = more.headers ?? {};
    this.isAuthFailure = more.isAuthFailure ?? false;
  }
}

/** What the emulator does not do, it refuses by name: `what` is the operation, parameter, header or condition key. */
export function notImplemented(what: string): ServiceError {
  return new ServiceError("NotImplemented", `${what} is not emulated by firehose-crosscheck.`, 501);
}
