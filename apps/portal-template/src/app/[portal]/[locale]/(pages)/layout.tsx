import type { ReactNode } from "react";
import { type LayoutParams, siteOf } from "../../../../features/site/loaders.ts";
import { SiteFooter } from "../../../../features/site/site-footer.tsx";

/** Ordinary pages: a main column and the footer. The map has neither. */
export default async function PagesLayout({ params, children }: { readonly params: Promise<LayoutParams>; readonly children: ReactNode }) {
  const site = await siteOf((await params).portal);
  return (
    <>
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter site={site} />
    </>
  );
}
