/** Something that AWS does in a delivery and the play does not. */
export interface LeftOut {
  /** `what the function … makes of the records` */
  readonly what: string;
  readonly because: string;
  /** A delivery that works in the play may fail on AWS for it. */
  readonly couldBreak?: true;
  /** Objects get other keys on AWS for it, and a policy may name those. */
  readonly isInKey?: true;
  /** A record may go through its processing on AWS that fails in the play. */
  readonly isInProcessing?: true;
}
