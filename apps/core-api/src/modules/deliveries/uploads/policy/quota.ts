import { DomainError } from "../../../../kernel/domain-error.ts";

/** Uploads whose bytes are still arriving, with their full sizes. */
export interface UnderWay {
  number: number;
  bytes: number;
}

/** Those of the person in all communities, and those of the community. */
export interface Quota {
  person: UnderWay;
  community: UnderWay;
}

const GIGABYTE = 1e9;

/** @throws DomainError when another upload of this size is more than the person or the community may have under way */
export function assertWithinQuota(underWay: Quota, size: number, most: Quota): void {
  for (const whose of ["person", "community"] as const) {
    const [now, limit] = [underWay[whose], most[whose]];
    if (now.number >= limit.number) throw new DomainError("too-many", `uploads-under-way-${whose}`, { most: limit.number });
    if (now.bytes + size > limit.bytes) {
      const gigabytes = Math.round((limit.bytes / GIGABYTE) * 10) / 10;
      throw new DomainError("too-many", `upload-bytes-under-way-${whose}`, { gigabytes });
    }
  }
}
