import { expect, test } from "vitest";
import { deviceOf } from "./device.ts";
import { pageKey } from "./page-key.ts";
import { referrerKey } from "./referrer.ts";

test.each([
  ["/fr", "/", "fr"],
  ["/en/", "/", "en"],
  ["/fr/map", "/map", "fr"],
  ["/fr/catalogue/zonage-du-plu", "/catalogue/zonage-du-plu", "fr"],
  ["/fr/catalogue/zonage-du-plu/quality", "/catalogue/zonage-du-plu", "fr"],
  ["/fr/reports/12", "/reports", "fr"],
  ["/en/answer", "/answer", "en"],
])("%s counts as %s", (path, page, language) => {
  expect(pageKey(path)).toEqual({ page, language });
});

test("a page of the community counts by its slug, if the portal has one", () => {
  expect(pageKey("/fr/demarches")).toEqual({ page: "/demarches", language: "fr", slug: "demarches" });
});

test.each(["/", "/de/map", "/fr/wp-admin/x", "/fr/<script>", "/fr/wp-login.php", "fr/map", "/fr/api/session", "/frx"])(
  "%s is no page",
  (path) => {
    expect(pageKey(path)).toBeUndefined();
  },
);

test("a name that no page can have counts for its list, so that strangers cannot write into the report", () => {
  expect(pageKey("/fr/catalogue/<b>x</b>")?.page).toBe("/catalogue");
  expect(pageKey(`/fr/catalogue/${"x".repeat(81)}`)?.page).toBe("/catalogue");
});

test("the site that led there is a host; the portal itself and anything else are nobody", () => {
  expect(referrerKey("www.Example.org", "plu.example.org")).toBe("www.example.org");
  expect(referrerKey("plu.example.org", "plu.example.org")).toBe("");
  expect(referrerKey("plu.example.org:3000", "plu.example.org")).toBe("");
  for (const text of ["", "a b", "<script>", "localhost", `${"x".repeat(64)}.org`]) expect(referrerKey(text, "plu.example.org")).toBe("");
});

test("a device is one of three kinds, and a program has none", () => {
  const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";
  expect(deviceOf(`Mozilla/5.0 (X11; Linux x86_64) ${chrome}`)).toBe("computer");
  expect(deviceOf(`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${chrome.replace("Safari", "Mobile Safari")}`)).toBe("phone");
  expect(deviceOf(`Mozilla/5.0 (Linux; Android 15; SM-X910) ${chrome}`)).toBe("tablet");
  expect(deviceOf("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148")).toBe("tablet");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148")).toBe("phone");
  for (const program of [
    "",
    "curl/8.14",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "HeadlessChrome/142",
  ]) {
    expect(deviceOf(program)).toBeUndefined();
  }
});
