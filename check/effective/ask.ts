import type { ConditionContext, Principal } from "../../emulator/policy/index.ts";

/** Somebody who may ask for something. */
export interface Person {
  /** For messages: what policies call them, or what they are. */
  readonly text: string;
  readonly principal: Principal;
  /** Condition keys that come with who it is and do not follow from the principal alone: its organization, its tags. */
  readonly context: ConditionContext;
  /**
   * `stranger`: whoever no policy names, and whom the own account allows everything. `powerless`: such a one whom it allows
   * nothing. `named`: whom a policy names and the input does not describe, and whose own policies are taken to allow what another
   * account gives, and nothing at home.
   */
  readonly is?: "stranger" | "powerless" | "named";
  /** The key and the value that a policy asks of them, as it writes these. */
  readonly holds?: { readonly key: string; readonly value: string };
  /** The pattern or the condition of a policy that they are one example of, as the policy writes it. */
  readonly isLike?: string;
}

/** A request as policies see it, whoever's they are. */
export interface Ask {
  readonly person: Person;
  /** `service:Action`, as AWS writes it. */
  readonly action: string;
  /** How many others no policy tells from it. */
  readonly alike: number;
  /** ARN. */
  readonly resource: string;
  /** For messages: the resource, or the pattern that it is one of. */
  readonly resourceText: string;
  /** The account that owns the object, where that is not the bucket's owner. */
  readonly owner?: string;
  /** Condition keys of the request itself, in lower case. */
  readonly context: ConditionContext;
}

/** `denied`: by a statement in so many words. */
export type Answer = "allowed" | "denied" | "not-allowed";
