"use client";
import { useLocale } from "next-intl";

/** The name of an organisation in the language of the interface. */
export function useOrganisationName(): (organisation: { readonly nameFr: string; readonly nameEn: string }) => string {
  const locale = useLocale();
  return ({ nameFr, nameEn }) => (locale === "fr" ? nameFr : nameEn);
}
