import type { Dataset } from "@archipel/contracts/datasets.ts";

/** Where each licence can be read. */
export const LICENCE_PAGES: Partial<Record<Dataset["licence"], string>> = {
  "etalab-2.0": "https://github.com/etalab/licence-ouverte/blob/master/LO.md",
  "odbl-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
  "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
  "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
};
