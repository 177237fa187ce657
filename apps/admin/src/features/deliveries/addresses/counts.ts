import type { AddressCounts } from "@archipel/contracts/addresses.ts";

/** The table of an upload, as calls name it. */
export interface TableRef {
  readonly communityId: string;
  readonly uploadId: string;
  readonly uploadLayerId: string;
}

/** How many rows were searched; 0 before a search. */
export const rowsOf = ({ sure, doubtful, settled, skipped }: AddressCounts): number => sure + doubtful + settled + skipped;
