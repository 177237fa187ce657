import { describe, expect, it } from "vitest";
import { links } from "./links.ts";

describe("links", () => {
  it("leaves out absent parameters and encodes the others", () => {
    expect(links.map("fr")).toBe("/fr/map");
    expect(links.map("fr", { q: "rue d’Été & quai", box: [-5.5, 46, -5, 46.5] })).toBe(
      "/fr/map?q=rue+d%E2%80%99%C3%89t%C3%A9+%26+quai&box=-5.5%2C46%2C-5%2C46.5",
    );
    expect(links.catalogue("en", { q: "", topic: "hazards", cursor: undefined })).toBe("/en/catalogue?topic=hazards");
    expect(links.catalogue("fr", { topic: ["hazards", "planning"], keyword: [] })).toBe("/fr/catalogue?topic=hazards&topic=planning");
    expect(links.dataset("fr", "a/b")).toBe("/fr/catalogue/a%2Fb");
  });

  it("keeps the page when the language changes", () => {
    expect(links.inLanguage("en", "/catalogue?q=plan")).toBe("/en/catalogue?q=plan");
    expect(links.inLanguage("en", "")).toBe("/en");
  });
});
