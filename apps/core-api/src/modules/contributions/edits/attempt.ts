import { DomainError } from "../../../kernel/domain-error.ts";

/** What came of one of many, or why that one does not fit: all are worked on together, and the first fault in their order is told. */
export type Outcome<T> = T | DomainError;

export function attempt<T>(work: () => T): Outcome<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** @throws DomainError the fault that it is */
export function demand<T>(outcome: Outcome<T>): T {
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}
