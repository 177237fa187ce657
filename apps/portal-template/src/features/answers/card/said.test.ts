import { NextIntlClientProvider } from "next-intl";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Text } from "./card.ts";
import { InLanguage, Said } from "./said.tsx";

const shown = (children: ReactNode) =>
  renderToStaticMarkup(createElement(NextIntlClientProvider, { locale: "en", messages: {}, timeZone: "Europe/Paris", children }));
const said = (text: Text) => shown(createElement(Said, { text }));
const named = (lang: string | undefined, children: string) => shown(createElement(InLanguage, { lang, children }));

it("names the language of a text, of its parts and of a name, only where it is another one", () => {
  const spans = [{ from: 11, to: 22, lang: "fr" }];
  expect(said({ lang: "en", text: "Urban zone Vieux bourg: yes.", spans })).toBe('Urban zone <span lang="fr">Vieux bourg</span>: yes.');
  expect(said({ lang: "fr", text: "Zone urbaine." })).toBe('<span lang="fr">Zone urbaine.</span>');
  expect(said({ lang: "en", text: "A zone." })).toBe("A zone.");
  expect(named(undefined, "Town hall")).toBe("Town hall");
  expect(named("fr", "Mairie")).toBe('<span lang="fr">Mairie</span>');
});
