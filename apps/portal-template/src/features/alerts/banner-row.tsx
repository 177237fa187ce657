import type { AlertLevel } from "@archipel/contracts/alerts.ts";
import { LEVEL_LOOK } from "@archipel/ui/alert-level.ts";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { ClosableRow } from "./closable-row.tsx";

interface BannerRowProps {
  /** Of the revision: a correction is shown again. */
  readonly id: string;
  readonly level: AlertLevel;
  readonly title: string;
  readonly lang: string | undefined;
  readonly href: string;
  readonly isExercise: boolean;
}

const ROW = "flex min-h-11 items-center gap-3 border-x-0! border-t-0! border-b px-4 py-1.5 lg:px-8";

/** One alert in force. An emergency stays; the others can be closed for the session. */
export async function BannerRow({ id, level, title, lang, href, isExercise }: BannerRowProps) {
  const t = await getTranslations("alerts");
  const isEmergency = level === "emergency";
  const { Icon, mark, box } = LEVEL_LOOK[level];
  const said = (
    <>
      <Icon aria-hidden className={clsx("size-5 shrink-0", !isEmergency && mark)} />
      <p className="min-w-0 flex-1 break-words">
        <span className="mr-3 font-medium">
          {isExercise && `${t("exercise")} – `}
          {t(`levels.${level}`)}
        </span>
        <a href={href} lang={lang} className="text-inherit underline underline-offset-4">
          {title}
        </a>
      </p>
    </>
  );
  if (isEmergency) return <div className={clsx(ROW, "border-danger bg-danger text-ground")}>{said}</div>;
  return (
    <ClosableRow
      id={id}
      className={clsx(ROW, box, "text-ink")}
      closeLabel={t("portal.closeOne", { title })}
      closeMark={<X aria-hidden className="size-5" />}
    >
      {said}
    </ClosableRow>
  );
}
