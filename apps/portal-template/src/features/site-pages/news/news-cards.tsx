import type { NewsItem } from "@archipel/contracts/site-pages.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { clsx } from "clsx";
import { Pin } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { type Reader, say } from "../../site/said.ts";
import { Lines } from "../heading.tsx";

interface NewsCardsProps {
  readonly items: readonly NewsItem[];
  readonly reader: Reader;
  readonly level: 2 | 3;
}

/** News as cards: picture, date, title, summary. */
export function NewsCards({ items, reader, level }: NewsCardsProps) {
  return (
    <ul className={clsx("grid gap-6", items.length > 1 && "sm:grid-cols-2", items.length > 2 && "lg:grid-cols-3")}>
      {items.map((item) => (
        <NewsCard key={item.id} item={item} reader={reader} level={level} isWide={items.length === 1} />
      ))}
    </ul>
  );
}

interface NewsCardProps {
  readonly item: NewsItem;
  readonly reader: Reader;
  readonly level: 2 | 3;
  /** The only one: its picture is beside the text. */
  readonly isWide: boolean;
}

function NewsCard({ item, reader, level, isWide }: NewsCardProps) {
  const t = useTranslations("portal.news");
  const [title, summary] = [say(reader, item.title), say(reader, item.description)];
  const Title = `h${level}` as const;
  return (
    <li
      className={clsx(
        "group relative flex flex-col overflow-hidden rounded-card border border-line bg-surface transition-[border-color] duration-150 hover:border-accent",
        isWide && "sm:flex-row",
      )}
    >
      <Cover item={item} reader={reader} isWide={isWide} />
      <div className="flex min-w-0 flex-1 flex-col p-5">
        <p className="figures flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted text-small">
          <time dateTime={item.firstPublishedAt.toISOString()}>{formatDate(reader.locale, item.firstPublishedAt)}</time>
          {item.isPinned && (
            <Badge tone="accent" icon={<Pin aria-hidden className="size-3.5" />}>
              {t("pinned")}
            </Badge>
          )}
        </p>
        <Title {...title.attrs} className="mt-1 break-words text-title">
          <a
            href={links.page(reader.locale, item.slug)}
            className="text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
          >
            {title.text}
          </a>
        </Title>
        <Lines said={summary} className="mt-2 line-clamp-4 max-w-prose text-ink-muted" />
      </div>
    </li>
  );
}

/** The picture of a news item. It is beside a title that says what it is about, so its text is the author's. */
function Cover({ item: { picture }, reader, isWide }: Pick<NewsCardProps, "item" | "reader" | "isWide">) {
  if (!picture || picture.file.variants.length === 0) return null;
  const { shown, file } = picture;
  const own = say(reader, shown.alt);
  const alt = shown.isDecorative ? { text: "", attrs: {} } : own.text ? own : say(reader, file.alt);
  return (
    <PlainImage
      src={file.variants[0]?.address ?? ""}
      srcSet={file.variants.map(({ address, width }) => `${address} ${width}w`).join(", ")}
      sizes={isWide ? "(min-width: 640px) 24rem, 100vw" : "(min-width: 1024px) 25rem, (min-width: 640px) 50vw, 100vw"}
      width={file.width}
      height={file.height}
      alt={alt.text}
      {...alt.attrs}
      loading="lazy"
      decoding="async"
      className={clsx("aspect-video w-full object-cover", isWide && "sm:aspect-auto sm:w-96")}
    />
  );
}
