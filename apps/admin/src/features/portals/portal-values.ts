import { createPortalInput, type Portal } from "@archipel/contracts/portals.ts";
import { type ThemeOverrides, themeOverridesSchema } from "@archipel/theme/schema.ts";
import { zodResolver } from "@hookform/resolvers/zod";
import { type Resolver, useFormContext } from "react-hook-form";
import { z } from "zod";

/** The form's values: all of a portal but the community that owns it. */
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
    datasets: [],
  };
}

export function valuesOf(portal: Portal): PortalInput {
  const { name, slug, tagline, baseTheme, theme, locales, view, content, showPoweredBy, reporting, datasets } = portal;
  return { name, slug, tagline, baseTheme, theme, locales, view, content, showPoweredBy, reporting, datasets: [...datasets] };
}

/** Only what was changed is sent: what a colleague, or the page of a dataset, changed meanwhile stays. A slug never changes. */
export function changedPart({ slug: _, ...values }: PortalValues, changed: readonly string[]): Partial<Omit<PortalValues, "slug">> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => changed.includes(name)));
}

/** A path of the call's input as the form names it, for errors that core-api ties to an input. */
export function portalPath(path: string): "name" | "slug" | "baseTheme" | "datasets" | "view" | null {
  const [head] = path.split(".");
  if (head === "theme") return "baseTheme";
  return head === "name" || head === "slug" || head === "baseTheme" || head === "datasets" || head === "view" ? head : null;
}
