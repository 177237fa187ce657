import { matches } from "@archipel/i18n/matches.ts";
import en from "@archipel/i18n/messages/admin/en.json" with { type: "json" };
import fr from "@archipel/i18n/messages/admin/fr.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { destinationGroups } from "../navigation.ts";
import { actions } from "./actions.ts";
import { actionWords, pageWords, places } from "./places.ts";
import { typedCommand } from "./typed-command.ts";

describe("a typed command", () => {
  it.each([
    ["invite vera@example.org", { act: "invite", about: "vera@example.org" }],
    ["Inviter  Vera", { act: "invite", about: "Vera" }],
    ["grant Véra", { act: "grant", about: "Véra" }],
    ["donner accès à Véra Le Goff", { act: "grant", about: "Véra Le Goff" }],
    ["grant", { act: "grant", about: "" }],
  ])("is read from %s", (typed, command) => expect(typedCommand(typed)).toEqual(command));

  it.each(["invitation", "granted", "", "logo"])("is not seen in %s", (typed) => expect(typedCommand(typed)).toBeNull());
});

describe("the places of the palette", () => {
  const found = (typed: string, locale: "fr" | "en") => {
    const names: Readonly<Record<string, string>> = (locale === "fr" ? fr : en).palette.places;
    return places.filter(({ key, words }) => matches(`${names[key]} ${words}`, typed)).map(({ key }) => key);
  };

  it.each([
    ["logo", "logo"],
    ["mentions légales", "legal"],
    ["RGPD", "legal"],
    ["legal", "legal"],
    ["privacy", "legal"],
    ["alerte", "alerts"],
    ["alert", "alerts"],
    ["couleurs", "appearance"],
    ["dns", "addresses"],
    ["mot de passe", "password"],
    ["sauvegarde", "life"],
    ["iframe", "embedding"],
  ])("has %s in both languages", (typed, key) => {
    expect(found(typed, "fr")).toContain(key);
    expect(found(typed, "en")).toContain(key);
  });

  it("have a name in both languages, and no name is left over", () => {
    const keys = places.map(({ key }) => key).toSorted();
    expect(Object.keys(fr.palette.places).toSorted()).toEqual(keys);
    expect(Object.keys(en.palette.places).toSorted()).toEqual(keys);
  });

  it("has other words for every page except the home page, and for every action", () => {
    const pages = destinationGroups.flatMap(({ entries }) => entries).map(({ key }) => key);
    expect(pages.filter((key) => key !== "home" && !pageWords[key])).toEqual([]);
    expect(actions.filter(({ name }) => !actionWords[name])).toEqual([]);
  });
});
