import { TRPCClientError } from "@trpc/client";

/** Sends a file as the body of a request to core-api, and returns its answer. A refusal is thrown in the same form as errors of tRPC calls. */
export async function sendFile(url: string, file: File): Promise<unknown> {
  const response = await fetch(url, { method: "POST", body: file });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const { error, params } = { error: "unknown", params: {}, ...(typeof body === "object" ? body : {}) };
  throw Object.assign(new TRPCClientError(error), {
    data: { domain: { code: error, params, field: null }, httpStatus: response.status },
  });
}
