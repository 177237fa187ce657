import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { createPortalInput, type Portal } from "@archipel/contracts/portals.ts";
import type { BaseThemeId } from "@archipel/theme/base-themes.ts";
import { type ThemeOverrides, themeOverridesSchema } from "@archipel/theme/schema.ts";
import { zodResolver } from "@hookform/resolvers/zod";
import { type Resolver, useFormContext } from "react-hook-form";
import { z } from "zod";
import { slugFrom } from "../../kit/forms/slug-from.ts";

const PORTAL_NAME_MAX = 80;

/** The form's values: all of a portal except its community and what its pages begin with. */
const portalValues = createPortalInput
  .omit({ communityId: true, templateId: true, isBlank: true })
  .required()
  .extend({ theme: z.custom<ThemeOverrides>((value) => themeOverridesSchema.safeParse(value).success) });
export type PortalInput = z.input<typeof portalValues>;
export type PortalValues = z.output<typeof portalValues>;

export const portalResolver: Resolver<PortalInput, unknown, PortalValues> = zodResolver(portalValues);

export function usePortalForm() {
  return useFormContext<PortalInput, unknown, PortalValues>();
}

/** The base theme that was drawn for a topic; the neutral one serves the others. */
const THEME_OF_TOPIC: Partial<Record<DatasetSummary["topic"], BaseThemeId>> = {
  planning: "urbanisme",
  hazards: "risques",
  elevation: "lidar",
};

/** A portal for a dataset: called like it, with its extent and the theme of its topic. The person changes what they want. */
export function portalFor({ id, title, topic, bbox }: DatasetSummary): PortalInput {
  const empty = newPortal();
  const name = title.slice(0, PORTAL_NAME_MAX).trim();
  return {
    ...empty,
    name,
    slug: slugFrom(name),
    baseTheme: THEME_OF_TOPIC[topic] ?? empty.baseTheme,
    view: bbox ? viewAround(bbox) : empty.view,
    datasets: [{ datasetId: id, isVisible: true }],
  };
}

/** The view of a map of ordinary size that shows all of an extent in degrees. */
export function viewAround([west, south, east, north]: Bbox): PortalInput["view"] {
  // A map is wider than high, and a degree of latitude takes more room than one of longitude.
  const span = Math.max(east - west, (north - south) * 2, 0.002);
  const zoom = Math.min(16, Math.max(0, Math.log2(360 / span)));
  return { lon: (west + east) / 2, lat: (south + north) / 2, zoom: Math.round(zoom * 10) / 10 };
}

export function newPortal(): PortalInput {
  return {
    name: "",
    slug: "",
    tagline: {},
    baseTheme: "neutral",
    theme: {},
    locales: ["fr", "en"],
    view: { lon: 2.4, lat: 46.6, zoom: 5 },
    content: {},
    showPoweredBy: true,
    reporting: "signed-in",
    embedding: { by: "everyone", origins: [] },
    reportReview: "before",
    datasets: [],
  };
}

export function valuesOf(portal: Portal): PortalInput {
  const { name, slug, tagline, baseTheme, theme, locales, view, content, showPoweredBy, embedding, datasets } = portal;
  const { reporting, reportReview } = portal;
  const about = { name, slug, tagline, baseTheme, theme, locales, view, content, showPoweredBy };
  return { ...about, reporting, reportReview, embedding, datasets: [...datasets] };
}

/** The changed values only, so that concurrent changes of others are kept. The slug is changed on the page of addresses. */
export function changedPart({ slug: _, ...values }: PortalValues, changed: readonly string[]): Partial<Omit<PortalValues, "slug">> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => changed.includes(name)));
}

/** The input of the form for a path of the call's input, so that core-api's errors are shown there. */
export function portalPath(path: string): "name" | "slug" | "baseTheme" | "datasets" | "view" | "embedding" | null {
  const [head] = path.split(".");
  if (head === "theme") return "baseTheme";
  if (head === "embedding") return head;
  return head === "name" || head === "slug" || head === "baseTheme" || head === "datasets" || head === "view" ? head : null;
}
