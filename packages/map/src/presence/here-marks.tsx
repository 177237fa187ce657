import { useTranslations } from "next-intl";
import { Initials } from "./initials.tsx";
import type { Company } from "./people.ts";

/** The people who look at a change now. Empty when nobody does. */
export function HereMarks({ company, place }: { readonly company: Company; readonly place: string }) {
  const t = useTranslations("presence");
  const here = company.others.filter(({ places }) => places.includes(place));
  if (here.length === 0) return null;
  const names = here.map(({ name }) => name ?? t("someone"));
  const text = t("here", { names: names.join(", "), count: here.length });
  return (
    <span className="inline-flex shrink-0 -space-x-1.5" title={text}>
      <span className="sr-only">{text}</span>
      {here.slice(0, 3).map(({ id, name, colour }) => (
        <Initials key={id} name={name ?? t("someone")} colour={colour} />
      ))}
    </span>
  );
}
