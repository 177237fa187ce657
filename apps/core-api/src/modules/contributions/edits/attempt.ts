import { DomainError } from "../../../kernel/domain-error.ts";

/** A result or the error of one item of a batch: the batch is processed whole, then the first error in its order is thrown. */
export type Outcome<T> = T | DomainError;

export function attempt<T>(work: () => T): Outcome<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** @throws DomainError when the outcome is an error */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}
