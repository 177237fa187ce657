import { TRPCClientError } from "@trpc/client";
import { links } from "../../links.ts";

/** Uploads the logo of a portal. A refusal is thrown in the same form as errors of tRPC calls. */
export async function sendLogo(portalId: string, file: File): Promise<void> {
  const response = await fetch(links.portalLogoUpload(portalId), { method: "POST", body: file });
  if (response.ok) return;
  const body: unknown = await response.json().catch(() => null);
  const { error, params } = { error: "unknown", params: {}, ...(typeof body === "object" ? body : {}) };
  throw Object.assign(new TRPCClientError(error), {
    data: { domain: { code: error, params, field: null }, httpStatus: response.status },
  });
}
