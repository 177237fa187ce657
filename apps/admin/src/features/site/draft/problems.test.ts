import { expect, test } from "vitest";
import { emptyBlock, type PageDraft } from "./page-draft.ts";
import { type Known, problemsOf } from "./problems.ts";

const DATASET = "6f0f7a4e-9f3a-4c56-8a43-0d4a0a2f3c11";
const HIDDEN = "6f0f7a4e-9f3a-4c56-8a43-0d4a0a2f3c12";
const GONE = "6f0f7a4e-9f3a-4c56-8a43-0d4a0a2f3c13";
const known: Known = {
  pages: new Set([DATASET]),
  maps: new Set([DATASET]),
  layers: new Set([DATASET]),
  datasets: new Map([
    [DATASET, { isPublic: true }],
    [HIDDEN, { isPublic: false }],
  ]),
};
const block = (type: string, props: object, id = "aaaaaa") => ({
  ...emptyBlock(type, id),
  props: { ...emptyBlock(type, id).props, ...props },
});
const found = (blocks: PageDraft["blocks"], title: object = { fr: "Accueil" }, what = known) =>
  problemsOf({ title, description: {}, isInSearch: true, blocks }, what).map(
    ({ path, code, isError }) => `${path.join(".")} ${code}${isError ? "!" : ""}`,
  );

test("a page without a title, and blocks without mistakes", () => {
  expect(found([], {})).toEqual(["title page-title"]);
  expect(found([block("text", { title: { fr: "Bonjour" } })])).toEqual([]);
});

test("an address that a browser would run is an error at its field", () => {
  expect(found([block("video", { address: "javascript:alert(1)" })])).toEqual(["address address!"]);
  expect(found([block("cards", { items: [{ title: {}, text: {}, link: { to: "address", address: "www" } }] })])).toEqual([
    "items.0.link.address address!",
  ]);
  expect(found([block("text", { title: { fr: "x".repeat(161) } })])).toEqual(["title.fr too-long!"]);
});

test("a picture needs a text unless it only decorates; the second use of the same picture is doubtful", () => {
  const picture = (alt: object, isDecorative = false) => ({ file: DATASET, alt, isDecorative, credit: "" });
  expect(found([block("picture", { picture: picture({}) })])).toEqual(["picture picture-alt"]);
  expect(found([block("picture", { picture: picture({}, true) })])).toEqual([]);
  const twice = [
    block("picture", { picture: picture({ fr: "Mairie" }) }),
    block("picture", { picture: picture({ fr: "Mairie" }) }, "bbbbbb"),
  ];
  expect(found(twice)).toEqual(["picture picture-twice"]);
});

test("links and data that visitors would not find", () => {
  const button = (link: object | undefined) => block("call", { buttons: [{ label: { fr: "Voir" }, ...(link && { link }) }] });
  expect(found([button(undefined)])).toEqual(["buttons.0.link link-missing"]);
  expect(found([button({ to: "page", id: GONE })])).toEqual(["buttons.0.link link-page"]);
  expect(found([button({ to: "page", id: DATASET })])).toEqual([]);
  expect(found([button({ to: "dataset", id: HIDDEN })])).toEqual(["buttons.0.link dataset-hidden"]);
  expect(found([block("datasets", { datasets: [DATASET, GONE] })])).toEqual(["datasets dataset-gone"]);
  expect(found([block("chart", { layer: GONE })])).toEqual(["layer layer-gone"]);
  expect(found([block("map", { map: GONE })])).toEqual(["map map-gone"]);
});

test("nothing is said about what is still loading", () => {
  const loading: Known = { pages: null, maps: null, datasets: null, layers: null };
  expect(found([block("chart", { layer: GONE }), block("map", { map: GONE }, "bbbbbb")], { fr: "A" }, loading)).toEqual([]);
});

test("a list with fewer entries than it needs", () => {
  expect(found([block("steps", { items: [] })])).toEqual(["items entries-few"]);
});
