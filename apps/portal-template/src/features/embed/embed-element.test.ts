import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { links } from "../../links.ts";
import { embedCode } from "../map/embed-texts.ts";
import { readMapQuery } from "../map/loaders.ts";
import { askedView } from "./asked-view.ts";
import { readEmbedQuery, readTheme } from "./query.ts";
import { clickedFeature } from "./use-host-page.ts";

const PORTAL = "https://carte.ville.fr";
type AddressOf = (attributes: object, portal: string, host: string, language: string | undefined) => string;

/** The function of the script that portals serve. */
function addressOf(): AddressOf {
  const source = readFileSync(path.resolve(import.meta.dirname, "../../../public/embed.js"), "utf8");
  const defined: Record<string, unknown> = {};
  runInNewContext(source, {
    document: { currentScript: { src: `${PORTAL}/embed.js?v=1` } },
    HTMLElement: class {},
    URLSearchParams,
    customElements: {
      get: (name: string) => defined[name],
      define: (name: string, made: unknown) => Object.assign(defined, { [name]: made }),
    },
  });
  const made = z.custom<{ addressOf: AddressOf }>((value) => typeof value === "function").parse(defined["archipel-map"]);
  return made.addressOf;
}

describe("the element's address", () => {
  const of = addressOf();

  it("has every attribute, and the page reads back what was written", () => {
    const attributes = {
      layers: "a1b2c3d4e5f6:60,0f9e8d7c6b5a",
      basemap: "muted",
      filters: "a1b2c3d4e5f6:nom:is:U,A%2CB",
      view: "#12.5/46.45/-5.25",
      box: "1,46,2,47",
      tools: "zoom,legend",
      theme: "dark",
    };
    const address = new URL(of(attributes, PORTAL, "https://www.ville.fr", "fr"));
    expect([address.origin, address.pathname, address.hash]).toEqual([PORTAL, "/fr/embed", "#12.5/46.45/-5.25"]);
    const { l, b, f, box, params } = readMapQuery(Object.fromEntries(address.searchParams));
    expect({ l, b, f, box }).toEqual({ l: attributes.layers, b: "muted", f: attributes.filters, box: [1, 46, 2, 47] });
    expect(readEmbedQuery(params)).toEqual({ tools: ["zoom", "legend"], host: "https://www.ville.fr" });
    expect(readTheme(address.search)).toBe("dark");
  });

  it("is that of the frame which the share dialog offers, with the page to report to", () => {
    const frame = links.embed("en", {
      layers: "a1b2c3d4e5f6:60,0f9e8d7c6b5a",
      basemap: "none",
      filters: "a:b:is:%C3%A9",
      theme: "light",
      view: "12/46.45/-5.25",
    });
    const shown = {
      layers: "a1b2c3d4e5f6:60,0f9e8d7c6b5a",
      basemap: "none",
      filters: "a:b:is:%C3%A9",
      theme: "light",
      view: "12/46.45/-5.25",
    };
    const element = of(shown, "", "https://h.fr", "en");
    expect(element.replace("&host=https%3A%2F%2Fh.fr", "")).toBe(frame);
  });

  it("of a saved map is that of the frame which its page offers, without the view that the visitor sees", () => {
    const page = "https://carte.ville.fr/fr/maps/le-port-k3f9x2m7qpzd?l=a1b2c3d4e5f6#12/46.45/-5.25";
    const { frame, element } = embedCode(page, "fr", "dark", "Le port");
    expect(frame).toBe(`${PORTAL}/fr/embed?map=le-port-k3f9x2m7qpzd&theme=dark`);
    expect(element).toContain('<archipel-map map="le-port-k3f9x2m7qpzd" theme="dark" lang="fr" title="Le port">');
    const made = of({ map: "le-port-k3f9x2m7qpzd", theme: "dark" }, PORTAL, "https://h.fr", "fr");
    expect(made.replace("&host=https%3A%2F%2Fh.fr", "")).toBe(frame);
    expect(readMapQuery({ map: "le-port-k3f9x2m7qpzd" }).params.map).toBe("le-port-k3f9x2m7qpzd");
  });

  it("leaves out what is not set, and lets the portal choose the language", () => {
    expect(of({}, PORTAL, "https://h.fr", undefined)).toBe(`${PORTAL}/embed?host=https%3A%2F%2Fh.fr`);
  });
});

test("only an origin of a web page gets events", () => {
  const host = (text: string) => readEmbedQuery({ host: text }).host;
  expect(host("http://localhost:8080")).toBe("http://localhost:8080");
  for (const text of ["*", "null", "/", "https://a.fr/", "https://a.fr/page", "javascript:alert(1)", "https://A.fr"])
    expect(host(text), text).toBeNull();
});

test("a message moves the map only to a possible view", () => {
  const message = (view: unknown) => ({ archipel: 1, type: "set-view", view });
  expect(askedView(message({ lon: 1, lat: 46, zoom: 8 }))).toEqual({ lon: 1, lat: 46, zoom: 8 });
  for (const other of [
    null,
    "x",
    { type: "set-view" },
    message(null),
    message({ lon: 1, lat: 460, zoom: 8 }),
    message({ lon: "1", lat: 4, zoom: 8 }),
  ])
    expect(askedView(other)).toBeNull();
});

test("an event of a feature has the fields that its panel shows, and no other", () => {
  const fields = [
    { name: "Nom", column: "nom", type: "text" },
    { name: "Agent", column: "agent", type: "text", isHidden: true },
  ];
  const found = { fid: 7, label: "Zone U", bbox: null, properties: { nom: "U", agent: "A. Martin", geom_len: 3 } };
  expect(clickedFeature({ id: "l", title: "Zones", fields }, found)).toEqual({
    layer: { id: "l", title: "Zones" },
    feature: { id: 7, label: "Zone U", properties: { Nom: "U" } },
  });
});
