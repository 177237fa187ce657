import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import { Browser } from "@archipel/core-api/testing/browser.ts";
import type { Installation } from "./installation.ts";
import { until } from "./processes.ts";

/** A person with a browser, who signs in at the console through nginx and calls the API as its pages do. */
export function personAt({ adminUrl, coreUrl, portalUrl, web }: Installation, portalSlug: string) {
  const browser = new Browser({ [adminUrl]: web, [coreUrl]: web, [portalUrl(portalSlug)]: web });
  const api = createClient<AppRouter>({
    url: `${adminUrl}/api/core/trpc`,
    fetch: (url: URL | RequestInfo, init?: RequestInit) => browser.fetch(String(url), init),
  });

  /** Opens the link of `create-operator` and chooses the password. */
  async function choosePassword(link: string, password: string): Promise<void> {
    const page = await browser.open(link);
    const done = await browser.submit(page, "/confirm", { password });
    if (done.status !== 200) throw new Error(`the password was refused: ${done.status} at ${done.url.href}\n${done.text.slice(0, 500)}`);
  }

  /** From the console to the hub and back. @returns the address and status where it ends */
  async function signIn(email: string, password: string): Promise<{ url: string; status: number }> {
    const form = await browser.open(`${adminUrl}/api/session/sign-in?callbackUrl=/`);
    const { url, status } = await browser.submit(form, "/sign-in", { email, password });
    return { url: url.href, status };
  }

  /** Sends a file as the pages do: one request, the file is its body. @returns the answer's JSON */
  async function send<T>(url: string, body: Buffer): Promise<{ status: number; json: T }> {
    const answer = await browser.fetch(url, { method: "POST", body: new Uint8Array(body) });
    return { status: answer.status, json: (await answer.json()) as T };
  }

  /** Sends a file as a resumable upload in chunks. @returns the upload's id */
  async function upload(communityId: string, fileName: string, content: Buffer, chunkBytes: number): Promise<string> {
    const metadata = Object.entries({ communityId, fileName }).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`);
    const opened = await browser.fetch(`${adminUrl}/api/core/uploads`, {
      method: "POST",
      headers: { "tus-resumable": "1.0.0", "upload-length": String(content.length), "upload-metadata": metadata.join(",") },
    });
    const place = opened.headers.get("location");
    if (!place) throw new Error(`the upload was not opened: ${opened.status} ${await opened.text()}`);
    for (let offset = 0; offset < content.length; ) {
      const chunk = content.subarray(offset, offset + chunkBytes);
      const answer = await browser.fetch(new URL(place, adminUrl), {
        method: "PATCH",
        headers: { "tus-resumable": "1.0.0", "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
        body: new Uint8Array(chunk),
      });
      if (answer.status !== 204) throw new Error(`a chunk was refused: ${answer.status} ${await answer.text()}`);
      offset = Number(answer.headers.get("upload-offset"));
    }
    return place.split("/").at(-1) ?? "";
  }

  /** Publishes an upload once the worker has checked it. @returns the dataset and its first layer */
  async function publish(communityId: string, uploadId: string, title: string, portalId: string) {
    const read = () => api.uploads.get.query({ communityId, uploadId });
    await until("the worker checked the upload", async () => !["received", "checking"].includes((await read()).status));
    const checked = await read();
    const { jobId, datasetId } = await api.uploads.publish.mutate({
      communityId,
      uploadId,
      target: { record: { title } },
      layers: checked.layers.map(({ id, name }) => ({ uploadLayerId: id, title: name })),
      portalIds: [portalId],
    });
    const job = () => api.jobs.get.query({ communityId, jobId });
    await until("the worker published the upload", async () => !["waiting", "progress"].includes((await job()).status));
    const { status, error } = await job();
    if (status !== "success") throw new Error(`the publication ended as ${status}: ${JSON.stringify(error)}`);
    const published = await read();
    const layerId = published.layers[0]?.layerId;
    if (!layerId) throw new Error("the publication made no layer");
    return { datasetId, layerId };
  }

  return { browser, api, choosePassword, signIn, send, upload, publish };
}
