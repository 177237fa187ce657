import { createPortalInput, type Portal } from "@archipel/contracts/portals.ts";
import { type ThemeOverrides, themeOverridesSchema } from "@archipel/theme/schema.ts";
import { zodResolver } from "@hookform/resolvers/zod";
import { type Resolver, useFormContext } from "react-hook-form";
import { z } from "zod";

/** The form's values: all of a portal except its community. */
const portalValues = createPortalInput
  .omit({ communityId: true })
  .required()
  .extend({ theme: z.custom<ThemeOverrides>((value) => themeOverridesSchema.safeParse(value).success) });
export type PortalInput = z.input<typeof portalValues>;
export type PortalValues = z.output<typeof portalValues>;

export const portalResolver: Resolver<PortalInput, unknown, PortalValues> = zodResolver(portalValues);

export function usePortalForm() {
  return useFormContext<PortalInput, unknown, PortalValues>();
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

/** The changed values only, so that concurrent changes of others are kept. A slug never changes. */
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
