import type { EditImport } from "@archipel/contracts/imports.ts";

/** Where a file of edits goes. */
export interface Destination {
  readonly communityId: string;
  readonly layerId: string;
}

/**
 * Sends a file of edits. By XMLHttpRequest, because fetch does not report upload progress. Fails as API calls do: `data.httpStatus`, `data.domain`.
 */
export function sendFile(
  { communityId, layerId }: Destination,
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<EditImport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ community: communityId, layer: layerId, name: file.name });
    request.open("POST", `/api/core/imports?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer: (EditImport & { error?: unknown; params?: unknown }) | null = request.response;
      if (request.status < 300 && answer) resolve(answer);
      else reject(refusal(request.status, answer?.error, answer?.params, request.getResponseHeader("x-request-id")));
    };
    request.onerror = () => reject(refusal(0, "network", {}, null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const refusal = (httpStatus: number, code: unknown, params: unknown, requestId: string | null) =>
  Object.assign(new Error("the file was not taken"), { data: { httpStatus, requestId, domain: { code, params } } });
