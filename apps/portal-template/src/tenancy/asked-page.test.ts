import { expect, test } from "vitest";
import { askedPage } from "./asked-page.ts";

test.each([
  ["/fr", { locale: "fr", slug: null }],
  ["/en/", { locale: "en", slug: null }],
  ["/fr/presentation", { locale: "fr", slug: "presentation" }],
  ["/fr/news/travaux-au-port", { locale: "fr", slug: "news/travaux-au-port" }],
  ["/fr/catalogue", undefined],
  ["/fr/map", undefined],
  ["/fr/news", undefined],
  ["/xx", undefined],
  ["/", undefined],
  ["/fr/Majuscules", undefined],
  ["/fr/a/b/c", undefined],
  ["/fr/%70resentation", undefined],
  [`/fr/${"a".repeat(300)}`, undefined],
])("%s", (pathname, page) => {
  expect(askedPage(pathname)).toEqual(page);
});
