import type { SiteLegal } from "@archipel/contracts/site-legal.ts";
import type { Reader } from "../site/said.ts";

export interface LegalProps {
  readonly legal: SiteLegal;
  /** The share of criteria that hold, 0…1; null: nothing was tested. */
  readonly rate: number | null;
  /** `mail`: empty when nobody gave one. */
  readonly names: { readonly portal: string; readonly community: string; readonly mail: string };
  readonly reader: Reader;
}
