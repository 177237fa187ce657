import { TRPCClientError } from "@trpc/client";

/** Sends a file as the body of a request to core-api, or asks to delete it (null), and returns the answer. A refusal is thrown in the same form as errors of tRPC calls. */
export async function sendFile(url: string, file: File | null): Promise<unknown> {
  const response = await fetch(url, file ? { method: "POST", body: file } : { method: "DELETE" });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const { error, params } = { error: "unknown", params: {}, ...(typeof body === "object" ? body : {}) };
  throw Object.assign(new TRPCClientError(error), {
    data: { domain: { code: error, params, field: null }, httpStatus: response.status },
  });
}
