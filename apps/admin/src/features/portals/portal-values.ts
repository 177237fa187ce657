import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { mapView } from "@archipel/contracts/place.ts";
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
  .omit({ communityId: true, templateId: true, isBlank: true, isOnline: true, view: true })
  .required()
  // Null: the map frames the data by itself.
  .extend({ view: mapView.nullable(), theme: z.custom<ThemeOverrides>((value) => themeOverridesSchema.safeParse(value).success) });
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

/** A portal for a dataset: called like it, with the theme of its topic. The person changes what they want. */
export function portalFor({ id, title, topic }: DatasetSummary): PortalInput {
  const empty = newPortal();
  const name = title.slice(0, PORTAL_NAME_MAX).trim();
  return {
    ...empty,
    name,
    slug: slugFrom(name),
    baseTheme: THEME_OF_TOPIC[topic] ?? empty.baseTheme,
    datasets: [{ datasetId: id, isVisible: true }],
  };
}

export function newPortal(): PortalInput {
  return {
    name: "",
    slug: "",
    tagline: {},
    baseTheme: "neutral",
    theme: {},
    locales: ["fr", "en"],
    view: null,
    content: {},
    showPoweredBy: true,
    reporting: "signed-in",
    embedding: { by: "everyone", origins: [] },
    reportReview: "before",
    datasets: [],
  };
}

export function valuesOf(portal: Portal): PortalInput {
  const { name, slug, tagline, baseTheme, theme, locales, content, showPoweredBy, embedding, datasets } = portal;
  const { reporting, reportReview, isViewChosen } = portal;
  const view = isViewChosen ? portal.view : null;
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
