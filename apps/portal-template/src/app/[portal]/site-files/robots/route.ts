import { headers } from "next/headers";
import { originOf, siteOf } from "../../../../features/site/loaders.ts";

export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal } = await siteOf((await params).portal);
  const origin = originOf(portal, await headers());
  const rules = ["User-agent: *", "Disallow: /api/", "Disallow: /*/account", "Disallow: /tiles/", `Sitemap: ${origin}/sitemap.xml`];
  return new Response(`${rules.join("\n")}\n`, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}
