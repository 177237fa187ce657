import type { PublicAlert } from "@archipel/contracts/alerts.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { plainText } from "@archipel/i18n/markdown.ts";
import { LEVEL_LOOK } from "@archipel/ui/alert-level.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { type Reader, say } from "../site/said.ts";
import { useAlertWords } from "./alert-words.ts";
import { LevelBadge } from "./level-badge.tsx";

interface AlertItemProps {
  readonly alert: PublicAlert;
  readonly reader: Reader;
  readonly level: 2 | 3;
}

/** An alert in a list: level, title, when, where, the beginning of its text. What is over is quiet. */
export function AlertItem({ alert, reader, level }: AlertItemProps) {
  const t = useTranslations("alerts");
  const words = useAlertWords(reader);
  const [title, text] = [say(reader, alert.title), say(reader, alert.text)];
  const isOver = alert.state === "ended" || alert.state === "cancelled";
  const Title = `h${level}` as const;
  return (
    <article className={clsx("rounded-card border-l-4 px-4 py-4", isOver ? "border-line-strong bg-surface" : LEVEL_LOOK[alert.level].box)}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
        <LevelBadge level={alert.level} />
        {alert.isExercise && <span className="font-medium">{t("exercise")}</span>}
        {alert.state !== "in-force" && <span className="text-ink-muted">{t(`states.${alert.state}`)}</span>}
      </p>
      <Title {...title.attrs} className="mt-2 break-words text-title">
        <a
          href={links.alert(reader.locale, alert.id)}
          className="text-ink underline decoration-line-strong underline-offset-4 hover:text-accent-ink"
        >
          {title.text}
        </a>
      </Title>
      <p className="mt-1 text-ink text-small">
        <span className="figures">{words.period(alert)}</span> · {words.area(alert).text}
      </p>
      {text.text && !isOver && (
        <p {...text.attrs} className="mt-2 max-w-prose break-words">
          {plainText(text.text, 220)}
        </p>
      )}
      {alert.correctedAt && (
        <p className="mt-2 text-small">{t("portal.corrected", { date: formatDateTime(reader.locale, alert.correctedAt) })}</p>
      )}
    </article>
  );
}
