import type { Block } from "@archipel/blocks/blocks.ts";
import type { PortalView } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { PageBlocks } from "../page-blocks.tsx";
import type { BlockWorld } from "../world.ts";

/** A portal in which the first of these ids name something of each kind, and the others nothing. */
export function testWorld([known = "", other = ""]: readonly string[], blocks: readonly Block[], locale: Locale): BlockWorld {
  const view = { lon: -5.3, lat: 46.5, zoom: 12 };
  const portal = { id: known, name: "Portail", communityName: "Commune", hasAnswers: true, view, locales: ["fr", "en"] } as PortalView;
  const map = {
    id: known,
    slug: "une-carte",
    kind: "story",
    title: { fr: "Une carte" },
    text: { en: "A map" },
    views: [view, view],
    preview: [],
  };
  const dataset = {
    id: known,
    slug: "zones",
    title: "Zones",
    abstract: "Où.",
    topic: "planning",
    licence: "etalab-2.0",
    communityName: "Commune",
    isSynthetic: true,
    layerCount: 1,
    attachmentCount: 0,
    featureCount: 12,
    bbox: [-5.4, 46.4, -5.2, 46.6],
    updatedAt: new Date("2026-11-28T00:00:00Z"),
  };
  const found = {
    targets: {
      pages: [{ id: known, slug: "une-page", title: { fr: "Une page" } }],
      datasets: [{ id: known, slug: "zones", title: "Zones" }],
      maps: [{ id: known, slug: "une-carte", kind: "story", title: { fr: "Une carte" } }],
      layers: [{ id: known, title: "Zones", datasetId: known, datasetSlug: "zones" }],
    },
    pictures: [known, other].map((id) => ({
      id,
      alt: id === known ? { fr: "Le port au matin" } : {},
      isDecorative: false,
      credit: "",
      width: 640,
      height: 400,
      variants: [{ width: 320, height: 200, address: `/media/${id}-320.webp` }],
    })),
    catalogue: { items: [dataset], total: 1 },
    maps: [map],
    alerts: {
      checkedAt: new Date("2026-11-28T08:00:00Z"),
      changesAt: null,
      inForce: [
        {
          id: known,
          state: "in-force",
          level: "vigilance",
          title: { fr: "Crue de la rivière" },
          text: { fr: "Restez loin des **quais**." },
          startsAt: new Date("2026-11-28T06:00:00Z"),
          endsAt: null,
          issuedBy: "Commune",
          isExercise: false,
          areaName: null,
          publishedAt: new Date("2026-11-28T06:00:00Z"),
          correctedAt: null,
        },
      ],
    },
    news: [
      {
        id: known,
        slug: "news/travaux",
        title: { fr: "Travaux au port" },
        description: { fr: "Deux semaines en mai." },
        languages: ["fr"],
        isPinned: false,
        firstPublishedAt: new Date("2026-11-20T08:00:00Z"),
        updatedAt: new Date("2026-11-20T08:00:00Z"),
        picture: null,
      },
    ],
    layers: [],
    values: {
      figures: blocks.map(({ id }) => ({ block: id, item: 0, value: 12.5 })),
      charts: blocks.map(({ id }) => ({
        block: id,
        points: [
          { label: "U", value: 12 },
          { label: "", value: 3 },
          { label: "N", value: 0 },
        ],
        others: 2,
        unit: "ha",
      })),
    },
    example: null,
    basemapStyleUrl: null,
  };
  const theme = portalTheme("risques", {});
  return {
    site: { portal, theme, content: baseTheme("risques").content } as BlockWorld["site"],
    locale,
    fallback: "fr",
    title: { text: "Portail", attrs: {} },
    // Parts that no block reads are left out.
    found: found as object as BlockWorld["found"],
  };
}

/** The page of these blocks as a reader without scripts gets it. */
export function drawn(blocks: readonly Block[], world: BlockWorld): string {
  const { locale } = world;
  const messages = messagesOf(locale, ["alerts", "answers", "common", "datasets", "maps", "portal", "search"]);
  const page = createElement(PageBlocks, { blocks, world });
  // biome-ignore lint/correctness/noChildrenProp: the type of the provider asks for its children as a property
  return renderToStaticMarkup(createElement(NextIntlClientProvider, { locale, messages, timeZone: "Europe/Paris", children: page }));
}
