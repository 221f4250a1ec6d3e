/**
 * Thrown where a request's body is asked for what it says while the request's head alone is here: nothing that depends on
 * it can be decided yet.
 */
export class UnreadBody extends Error {
  constructor(member: string) {
    super(`\`${member}\` has not been read yet`);
  }
}
