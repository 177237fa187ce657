import type { AskedPage } from "@archipel/contracts/portals.ts";
import { askedWith } from "./passes.ts";
import type { Lookup } from "./portal-directory.ts";

/** The portal of a host as its visitor sees it: a live one, else the one that their pass opens. `pass`: the one that opened it. */
export async function lookUpWith(
  lookUp: (asked: string, page?: AskedPage) => Promise<Lookup>,
  host: string,
  pass: string | null,
  page?: AskedPage,
): Promise<{ readonly lookup: Lookup; readonly pass: string | null }> {
  const lookup = await lookUp(host, page);
  if (lookup.state !== "none" || pass === null) return { lookup, pass: null };
  const opened = await lookUp(askedWith(host, pass), page);
  return opened.state === "none" ? { lookup, pass: null } : { lookup: opened, pass };
}
