import { siteOf } from "../../../../features/site/loaders.ts";

export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal } = await siteOf((await params).portal);
  const rules = ["User-agent: *", "Disallow: /api/", "Disallow: /*/account", "Disallow: /tiles/", `Sitemap: ${portal.origin}/sitemap.xml`];
  return new Response(`${rules.join("\n")}\n`, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}
