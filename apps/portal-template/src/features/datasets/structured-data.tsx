import type { Dataset } from "@archipel/contracts/datasets.ts";
import { getLocale } from "next-intl/server";
import { scriptJson } from "../site/script-json.ts";
import { structuredData } from "./schema-org.ts";

interface StructuredDataProps {
  readonly dataset: Dataset;
  readonly origin: string;
  readonly portalName: string;
}

/** The dataset for search engines, as a block of data: no browser runs it. */
export async function StructuredData({ dataset, origin, portalName }: StructuredDataProps) {
  const data = structuredData(dataset, { origin, portalName, locale: await getLocale() });
  if (!data) return null;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON without "<"
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptJson(data) }} />;
}
