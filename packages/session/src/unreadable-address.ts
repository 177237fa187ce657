import { isReadableAddress } from "@archipel/config/readable-address.ts";

/** The refusal of an address below `/api` that cannot be read; null for one that Next can decode. */
export function refusedApiAddress(address: { readonly pathname: string; readonly search: string }): Response | null {
  if (isReadableAddress(address)) return null;
  return Response.json({ error: "address-unreadable", params: {} }, { status: 400, headers: { "cache-control": "no-store" } });
}
