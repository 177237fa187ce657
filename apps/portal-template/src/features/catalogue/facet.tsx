import type { FacetName, FacetValue } from "@archipel/contracts/dataset-catalogue.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { clsx } from "clsx";
import { ChevronDown, Square, SquareCheck } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import type { FacetWords } from "./facet-words.ts";
import { type ReadQuery, withToggled } from "./query.ts";

/** Values shown before "show all"; one more is shown rather than hidden alone. */
const SHOWN = 7;
const IN_ORDER: readonly FacetName[] = ["updated", "quality"];

interface FacetProps {
  readonly name: FacetName;
  readonly values: readonly FacetValue[];
  readonly words: FacetWords;
  readonly query: ReadQuery;
  readonly isOpen: boolean;
}

/** A facet as links, so that each choice has an address and works without scripts. */
export async function Facet({ name, values, words, query, isOpen }: FacetProps) {
  const t = await getTranslations("datasets.catalogue");
  const named = values.map((value) => ({ ...value, label: words(name, value.value, value.label) }));
  // Values of equal counts in the order of their names; periods and levels in their own.
  if (!IN_ORDER.includes(name)) named.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  const isCut = named.length > SHOWN + 1;
  const first = isCut ? named.filter(({ isOn }, index) => isOn || index < SHOWN) : named;
  const rest = named.filter((value) => !first.includes(value));
  const list = (some: typeof named) => (
    <ul>
      {some.map((value) => (
        <FacetLink key={value.value} name={name} value={value} label={value.label} query={query} />
      ))}
    </ul>
  );
  return (
    <details open={isOpen} className="group border-line border-t py-2 first:border-t-0">
      <summary className="flex min-h-10 list-none items-center gap-2 font-medium [&::-webkit-details-marker]:hidden">
        <span className="flex-1">{t(`facets.${name}`)}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-muted transition-transform duration-150 group-open:rotate-180" />
      </summary>
      {list(first)}
      {rest.length > 0 && (
        <details>
          <summary className="inline-flex min-h-9 cursor-pointer items-center text-accent-ink text-small underline underline-offset-4">
            {t("showAll", { count: values.length })}
          </summary>
          {list(rest)}
        </details>
      )}
    </details>
  );
}

interface FacetLinkProps {
  readonly name: FacetName;
  readonly value: FacetValue;
  readonly label: string;
  readonly query: ReadQuery;
}

async function FacetLink({ name, value: { value, count, isOn }, label, query }: FacetLinkProps) {
  const locale = await getLocale();
  const Box = isOn ? SquareCheck : Square;
  return (
    <li>
      <a
        // The sheet of filters stays open on a phone.
        href={`${links.catalogue(locale, withToggled(query, name, value))}#filters`}
        {...(isOn && { "aria-current": "true" as const })}
        rel="nofollow"
        className={clsx(
          "flex min-h-10 items-center gap-2.5 rounded-control no-underline hover:text-accent-ink lg:min-h-9",
          isOn ? "font-medium text-accent-ink" : "text-ink",
          count === 0 && !isOn && "text-ink-muted",
        )}
      >
        <Box aria-hidden className={clsx("size-4 shrink-0", !isOn && "text-ink-muted")} />
        <span className="wrap-anywhere min-w-0 flex-1">{label}</span>
        <span className="figures text-ink-muted text-small">{formatNumber(locale, count)}</span>
      </a>
    </li>
  );
}
