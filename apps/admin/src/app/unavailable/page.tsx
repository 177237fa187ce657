import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Unavailable } from "../../kit/unavailable.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.unavailable"))("title") };
}

/** Shown at any address while core-api or its database does not answer. */
export default function UnavailablePage() {
  return <Unavailable />;
}
