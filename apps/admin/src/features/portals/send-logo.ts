import { TRPCClientError } from "@trpc/client";
import { links } from "../../links.ts";

/** Sends a logo to its portal; a refusal is thrown in the shape that calls throw theirs. */
export async function sendLogo(portalId: string, file: File): Promise<void> {
  const response = await fetch(links.portalLogoUpload(portalId), { method: "POST", body: file });
  if (response.ok) return;
  const body: unknown = await response.json().catch(() => null);
  const { error, params } = { error: "unknown", params: {}, ...(typeof body === "object" ? body : {}) };
  throw Object.assign(new TRPCClientError(error), {
    data: { domain: { code: error, params, field: null }, httpStatus: response.status },
  });
}
