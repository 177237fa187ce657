import { CopyCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Initials } from "./initials.tsx";
import type { Company } from "./people.ts";

/** More rows would push the form out of sight. */
const MAX_NAMED = 3;

/** Who else has the contribution open, one sentence each. Empty when nobody else has. */
export function PresenceBar({ company }: { readonly company: Company }) {
  const t = useTranslations("presence");
  const { ownPages, others } = company;
  const named = others.length > MAX_NAMED ? others.slice(0, MAX_NAMED - 1) : others;
  const more = others.length - named.length;
  return (
    <ul aria-live="polite" aria-label={t("label")} className="grid gap-1.5 text-small empty:hidden">
      {named.map(({ id, name, part, colour }) => (
        <li key={id} className="flex items-center gap-2">
          <Initials name={name ?? t("someone")} colour={colour} />
          <span className="min-w-0 break-words">{t(`parts.${part}`, { name: name ?? t("someone") })}</span>
        </li>
      ))}
      {more > 0 && <li className="ps-8">{t("more", { count: more })}</li>}
      {ownPages > 0 && (
        <li className="flex items-center gap-2 text-ink-muted">
          <span className="grid size-6 shrink-0 place-items-center">
            <CopyCheck aria-hidden className="size-4" />
          </span>
          {t("own", { count: ownPages })}
        </li>
      )}
    </ul>
  );
}
