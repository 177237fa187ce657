"use client";
import type { Locale } from "@archipel/i18n/locales.ts";
import { LinkButton } from "@archipel/ui/button.tsx";
import { Columns2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { links } from "../../../links.ts";
import { type NamedPlace, placeText, queryOf, readPlaceText } from "../place-query.ts";

/** Compares the place with the one that the map was opened for, or asks for another one. */
export function CompareLink({ locale, place }: { readonly locale: Locale; readonly place: NamedPlace }) {
  const t = useTranslations("answers.card");
  // The address of the map keeps the first place while the second is looked for.
  const [first] = useState(() => readPlaceText(new URLSearchParams(window.location.search).get("compare") ?? undefined));
  const query = queryOf(place);
  const isOther = first !== null && first !== "wrong" && placeText(queryOf(first)) !== placeText(query);
  return (
    <LinkButton
      href={isOther ? links.compare(locale, { a: queryOf(first), b: query }) : links.compare(locale, { a: query })}
      tone={isOther ? "primary" : "quiet"}
    >
      <Columns2 aria-hidden className="size-4" />
      {t(isOther ? "map.compareWithFirst" : "place.compare")}
    </LinkButton>
  );
}
