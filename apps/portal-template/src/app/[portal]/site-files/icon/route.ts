import { readFile } from "node:fs/promises";
import path from "node:path";
import { siteOf } from "../../../../features/site/loaders.ts";

/** The portal's mark as an icon, in its accent colour; an uploaded logo is used as the icon. */
export async function GET(request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { theme, logo } = await siteOf((await params).portal);
  if (!logo.isMark) return Response.redirect(new URL(logo.src, request.url), 307);
  const drawing = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), "public", logo.src), "utf8");
  return new Response(drawing.replaceAll("#000", theme.colours.light.accent), {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=300", "content-security-policy": "default-src 'none'" },
  });
}
