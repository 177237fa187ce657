// Service worker for offline reports: the map can be reloaded without network. It caches one page, as a visitor without an account gets
// it, and the files and data of that page: nothing personal, and no answer of the API. With network, every request goes to the network.
// Its scope is /<language>/map (features/reports/offline/keep-page.ts registers it). Give KEPT a new name when what is cached changes.
const KEPT = "archipel-report-2";
const FILES = /^\/(?:_next\/static|maplibre|themes)\//;
/** What the map shows, which its page loads. */
const DATA = /^\/[a-z]{2}\/map\/data$/;
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

/** Message {page, files}: cache this page and its files. The answer says whether that worked. */
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
  else if (FILES.test(pathname) || DATA.test(pathname)) event.respondWith(fetch(request).catch((failure) => kept(pathname, failure)));
});

async function kept(pathname, failure) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(pathname, { ignoreVary: true });
  if (!found) throw failure;
  return found;
}

async function keep(page, files) {
  // Without cookies, so that the cached page is not that of the person who is signed in.
  const answer = await fetch(page, { credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
  const named = [...(await answer.clone().text()).matchAll(NAMED_FILES)].map(([name]) => (name.startsWith("/") ? name : `/_next/${name}`));
  const wanted = [...new Set([...files, ...named].map((file) => new URL(file, self.location.origin).pathname))].filter((file) =>
    FILES.test(file),
  );
  const cache = await caches.open(KEPT);
  await Promise.all([...wanted, `${page}/data`].map((file) => keepFile(cache, file)));
  await cache.put(page, answer);
  // Deletes the files of an earlier version of the site. Pages in other languages share the files of this version.
  const known = new Set(wanted);
  const requests = await cache.keys();
  await Promise.all(
    requests.map((request) => {
      const { pathname } = new URL(request.url);
      return FILES.test(pathname) && !known.has(pathname) ? cache.delete(request) : undefined;
    }),
  );
}

/** Caches a file. A name found in the HTML may not be a file: what cannot be fetched is skipped. */
async function keepFile(cache, file) {
  const answer = await fetch(file, { credentials: "omit" }).catch(() => null);
  if (answer?.ok) await cache.put(file, answer);
}
