import { DomainError } from "./domain-error.ts";

/** Days that deleted things wait in the bin. Portals and communities wait as long. */
export const BIN_DAYS = 30;

const DAY = 86_400_000;

/** When something that is deleted now is erased. */
export function eraseAtFrom(now = new Date()): Date {
  return new Date(now.getTime() + BIN_DAYS * DAY);
}

/** What the bin has nothing of: it was erased, restored, or belongs to another community. */
export function notInBin(): DomainError {
  return new DomainError("not-found", "bin-entry-not-found");
}
