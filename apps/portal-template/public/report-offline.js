// Lets whoever reports in the field reload the map without network. It keeps one page, as a visitor without an account gets it, and the
// files that this page runs on; nothing that depends on who asks, and no answer of the API. With network, the network answers.
// It controls /<language>/map alone (features/reports/offline/keep-page.ts registers it). A change of what is kept is a new name here.
const KEPT = "archipel-report-1";
const FILES = /^\/(?:_next\/static|maplibre|themes)\//;
const NAMED_FILES = /(?:\/_next\/)?static\/(?:chunks|css|media)\/[^"'\\\s<>?]+/g;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith("archipel-report-") && name !== KEPT).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

/** {page, files}: keep this page and what it runs on; the answer says whether it is kept. */
self.addEventListener("message", (event) => {
  const { page, files } = event.data ?? {};
  if (typeof page !== "string" || !Array.isArray(files)) return;
  event.waitUntil(
    keep(page, files).then(
      () => event.ports[0]?.postMessage({ isKept: true }),
      () => event.ports[0]?.postMessage({ isKept: false }),
    ),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch((failure) => kept(pathname, failure)));
  else if (FILES.test(pathname)) event.respondWith(fetch(request).catch((failure) => kept(pathname, failure)));
});

async function kept(pathname, failure) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(pathname, { ignoreVary: true });
  if (!found) throw failure;
  return found;
}

async function keep(page, files) {
  // Without cookies: the page of nobody in particular.
  const answer = await fetch(page, { credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
  const named = [...(await answer.clone().text()).matchAll(NAMED_FILES)].map(([name]) => (name.startsWith("/") ? name : `/_next/${name}`));
  const wanted = [...new Set([...files, ...named].map((file) => new URL(file, self.location.origin).pathname))].filter((file) =>
    FILES.test(file),
  );
  const cache = await caches.open(KEPT);
  await Promise.all(wanted.map((file) => keepFile(cache, file)));
  await cache.put(page, answer);
  // What an earlier version of the site ran on. Pages in other languages share today's files.
  const known = new Set(wanted);
  const requests = await cache.keys();
  await Promise.all(
    requests.map((request) => {
      const { pathname } = new URL(request.url);
      return FILES.test(pathname) && !known.has(pathname) ? cache.delete(request) : undefined;
    }),
  );
}

/** A name that the page only mentions may not be a file: what cannot be had is left out. */
async function keepFile(cache, file) {
  const answer = await fetch(file, { credentials: "omit" }).catch(() => null);
  if (answer?.ok) await cache.put(file, answer);
}
