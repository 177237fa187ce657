import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { env } from "../../../../../../env.ts";
import { cloudOf } from "../../../../../../features/clouds/loaders.ts";
import { TakePage } from "../../../../../../features/clouds/take/take-page.tsx";
import { mapLook } from "../../../../../../features/map-kit/map-look.ts";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly layerId: string }>;
}

async function pageOf({ params }: Props) {
  const { portal, layerId, locale } = await params;
  const site = await siteOf(portal);
  const map = { look: mapLook(site.theme), basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null };
  return { ...(await cloudOf(site.portal.id, layerId)), portalId: site.portal.id, locale, map };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [t, { dataset }] = [await getTranslations("cloud-extracts.page"), await pageOf(props)];
  return { title: `${t("title")} – ${dataset.title}`, robots: { index: false } };
}

export default async function Page(props: Props) {
  return <TakePage {...(await pageOf(props))} />;
}
