"use client";
import type { Localized } from "@archipel/contracts/text.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { inLocale, openingOf } from "@archipel/theme/content.ts";
import { themeVariables } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { clsx } from "clsx";
import { Search } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";

interface MiniPortalProps {
  readonly name: string;
  readonly tagline?: Localized | undefined;
  readonly baseTheme: string;
  readonly theme?: ThemeOverrides | undefined;
  /** Address of the logo; null for the logo of the base theme. */
  readonly logo: string | null;
  readonly mode?: Mode | undefined;
  readonly isSmall?: boolean;
}

/** A small preview of a portal with its own theme tokens, before they are saved. */
export function MiniPortal({ name, tagline = {}, baseTheme: base, theme, logo, mode, isSmall = false }: MiniPortalProps) {
  const t = useTranslations("admin.portals.preview");
  const locale = useLocale();
  const systemMode = useColourMode();
  const resolved = portalTheme(base, theme ?? {});
  const painted = mode ?? (resolved.defaultMode === "system" ? systemMode : resolved.defaultMode);
  const { content } = baseTheme(base);
  const opening = openingOf(content.home);
  const words = wordsIn(locale, tagline) || inLocale(content.tagline, locale);
  return (
    <div
      style={{ ...themeVariables(resolved, painted), colorScheme: painted }}
      className={clsx("flex h-full flex-col bg-ground font-text text-ink", isSmall && "pointer-events-none text-small")}
    >
      <div className="flex items-center gap-2.5 border-line border-b bg-surface px-4 py-2.5">
        {logo ? (
          <PlainImage src={logo} alt="" className="h-7 w-auto max-w-28 object-contain" />
        ) : (
          <span
            aria-hidden
            style={{ maskImage: `url("/themes/${base}/logo.svg")` }}
            className="size-7 shrink-0 bg-accent [mask-position:center] [mask-repeat:no-repeat] [mask-size:contain]"
          />
        )}
        <span className="min-w-0 flex-1 truncate font-medium font-title">{name || t("name")}</span>
        {!isSmall && (
          <span className="hidden gap-4 text-ink-muted text-small sm:flex">
            <span>{inLocale(content.words.map, locale)}</span>
            <span>{inLocale(content.words.catalogue, locale)}</span>
          </span>
        )}
      </div>
      <div className={clsx("flex flex-1 flex-col justify-center gap-3 px-5", isSmall ? "py-3" : "py-8")}>
        {!isSmall && <p className="text-accent-ink text-small">{words}</p>}
        <p
          style={{ fontWeight: "var(--a-title-weight)" }}
          className={clsx("text-balance font-title leading-tight", isSmall ? "text-large" : "text-headline")}
        >
          {inLocale(opening?.question ?? {}, locale)}
        </p>
        <div className="flex items-center gap-2 rounded-control border border-line-strong bg-surface py-1.5 pr-1.5 pl-3 text-ink-muted shadow-raised">
          <span className="min-w-0 flex-1 truncate text-small">{inLocale(opening?.placeholder ?? {}, locale)}</span>
          <span className="flex size-7 shrink-0 items-center justify-center rounded-control bg-accent text-on-accent">
            <Search aria-hidden className="size-4" />
          </span>
        </div>
      </div>
      {!isSmall && <MapStrip />}
    </div>
  );
}

/** An invented coast in the theme's map colours. */
function MapStrip() {
  return (
    <svg aria-hidden viewBox="0 0 400 130" preserveAspectRatio="xMidYMid slice" className="h-32 w-full shrink-0">
      <rect width="400" height="130" fill="var(--a-map-water)" />
      <path
        d="M0 40C60 20 90 60 150 50S250 10 310 30s60 30 90 20v80H0Z"
        fill="var(--a-map-land)"
        stroke="var(--a-map-water-line)"
        strokeWidth="1.5"
      />
      <path d="M40 130C60 90 120 80 150 100s40 20 60 30Z" fill="var(--a-map-wood)" />
      <path d="M0 92C90 82 160 96 240 76S360 70 400 60" fill="none" stroke="var(--a-map-road-casing)" strokeWidth="5" />
      <path d="M0 92C90 82 160 96 240 76S360 70 400 60" fill="none" stroke="var(--a-map-road)" strokeWidth="3.4" />
      <path d="M250 92h26v18h-26zM284 84h18v14h-18zM312 92h30v12h-30z" fill="var(--a-map-built)" stroke="var(--a-map-built-line)" />
      <path d="M196 44l60-8 22 30-70 14Z" fill="var(--a-accent)" fillOpacity=".3" stroke="var(--a-accent)" strokeWidth="1.5" />
    </svg>
  );
}
