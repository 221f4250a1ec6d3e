/** The record itself, its copy, or what fails. */
export type Write = "destination" | "backup" | "errors";

/** Something that AWS does in a delivery and the play does not. */
export interface LeftOut {
  /** `what the function … makes of the records` */
  readonly what: string;
  readonly because: string;
  /** A delivery that works in the play may fail on AWS for it. */
  readonly couldBreak?: true;
  /** Objects of that kind get other keys on AWS for it, and a policy may name those. */
  readonly isInKeyOf?: Write;
  /** A record may go through its processing on AWS that fails in the play. */
  readonly isInProcessing?: true;
}
