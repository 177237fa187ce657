import { readFile } from "node:fs/promises";
import path from "node:path";
import { siteOf } from "../../../../features/site/loaders.ts";

/** The portal's icon; without one its logo, or the mark of its theme in the accent colour. */
export async function GET(request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal, theme, logo } = await siteOf((await params).portal);
  const uploaded = portal.iconPath ?? (logo.isMark ? null : logo.src);
  if (uploaded) return Response.redirect(new URL(uploaded, request.url), 307);
  const drawing = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), "public", logo.src), "utf8");
  return new Response(drawing.replaceAll("#000", theme.colours.light.accent), {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=300", "content-security-policy": "default-src 'none'" },
  });
}
