import type { Locale } from "@archipel/contracts/text.ts";
import { links } from "../../../links.ts";

const WORKER = "/report-offline.js";

/**
 * Caches the map page, so that it can be reloaded without network and the draft comes back. Returns whether it is cached; other browsers
 * work as without it.
 */
export async function keepPageForOffline(locale: Locale): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  const page = links.map(locale);
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { scope: page });
    const worker = registration.active ?? (await activated(registration));
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    const own = files.filter((file) => file.startsWith(`${window.location.origin}/`));
    return await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data?.isKept === true);
      worker.postMessage({ page, files: own }, [port2]);
    });
  } catch {
    return false;
  }
}

function activated(registration: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const worker = registration.installing ?? registration.waiting;
  return new Promise((resolve, reject) => {
    if (!worker) {
      reject(new Error("no worker is being installed"));
      return;
    }
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new Error("the worker was not installed"));
    });
  });
}
