import { DEFAULT_LOCALE } from "@archipel/i18n/locales.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { ImageResponse } from "next/og";
import { siteOf } from "../../../../features/site/loaders.ts";

/** The image that other sites show for a shared page: the portal's name and question on its background colour. */
export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal, theme, content, opening } = await siteOf((await params).portal);
  const { ground, ink, accent, onAccent } = theme.colours[theme.defaultMode === "dark" ? "dark" : "light"];
  const locale = portal.locales[0] ?? DEFAULT_LOCALE;
  const image = (
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        justifyContent: "space-between",
        background: ground,
        color: ink,
        padding: 80,
      }}
    >
      <div style={{ display: "flex", fontSize: 40 }}>{portal.name}</div>
      <div style={{ display: "flex", fontSize: 84, lineHeight: 1.1, maxWidth: 960 }}>{inLocale(opening.question, locale)}</div>
      <div style={{ display: "flex", background: accent, color: onAccent, fontSize: 32, padding: "14px 28px" }}>
        {inLocale(content.tagline, locale)}
      </div>
    </div>
  );
  return new ImageResponse(image, { width: 1200, height: 630, headers: { "cache-control": "public, max-age=3600" } });
}
