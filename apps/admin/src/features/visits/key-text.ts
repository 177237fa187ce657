import type { VisitCount, VisitKind } from "@archipel/contracts/visits.ts";
import type { useTranslations } from "next-intl";

type Translate = ReturnType<typeof useTranslations<"visits">>;
const PAGES = ["map", "answer", "compare", "catalogue", "maps", "reports", "help", "legal", "join", "account", "news", "alerts"] as const;
const DEVICES = ["phone", "tablet", "computer"] as const;
const LANGUAGES = ["fr", "en"] as const;

/** What a counted key is to people: a dataset's title, a page's name with what follows in its address, a device, a site. */
export function keyText(t: Translate, kind: VisitKind, { key, label }: VisitCount): string {
  if (label !== null) return label;
  if (kind === "device") return named(DEVICES, key, (one) => t(`devices.${one}`)) ?? t("others");
  if (kind === "language") return named(LANGUAGES, key, (one) => t(`languages.${one}`)) ?? key;
  if (kind === "from") return key === "" ? t("direct") : key;
  if (key === "") return t("others");
  if (key === "/") return t("pages.home");
  const [, first = "", second] = key.split("/");
  const page = named(PAGES, first, (one) => t(`pages.${one}`)) ?? key;
  return second === undefined ? page : `${page} · ${second}`;
}

function named<Name extends string>(names: readonly Name[], key: string, text: (name: Name) => string): string | undefined {
  const name = names.find((one) => one === key);
  return name && text(name);
}
