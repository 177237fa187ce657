import { helpPage as readPage, helpTopics as readTopics } from "@archipel/i18n/help.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { notFound } from "next/navigation";
import { cache } from "react";

export const helpTopics = cache(readTopics);
export const helpPage = cache(async (locale: Locale, topic: string) => (await readPage(locale, topic)) ?? notFound());
